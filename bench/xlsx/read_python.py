"""Reads one file with openpyxl or pandas and prints what it took: read_python.py openpyxl|pandas FILE"""
import json
import resource
import sys
import time

library, path = sys.argv[1:3]


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


rows = cells = text_length = 0
total = 0.0
first = None
if library == 'openpyxl':
    import openpyxl

    processor_start = processor_seconds()
    start = time.perf_counter()
    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for row in workbook.worksheets[0].iter_rows(values_only=True):
        if first is None:
            first = time.perf_counter() - start
        rows += 1
        for value in row:
            if value is None:
                continue
            cells += 1
            if isinstance(value, str):
                text_length += len(value)
            else:
                total += value
else:
    import pandas

    processor_start = processor_seconds()
    start = time.perf_counter()
    frame = pandas.read_excel(path, engine='openpyxl', header=None)
    first = time.perf_counter() - start
    rows = len(frame)
    for column in frame:
        for value in frame[column].dropna():
            cells += 1
            if isinstance(value, str):
                text_length += len(value)
            else:
                total += value
milliseconds = (time.perf_counter() - start) * 1000
processor_milliseconds = (processor_seconds() - processor_start) * 1000
print(json.dumps({
    'milliseconds': milliseconds,
    'cpuMilliseconds': processor_milliseconds,
    'firstRowMilliseconds': (first or 0) * 1000,
    'peakMegabytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    'checksum': {'rows': rows, 'cells': cells, 'sum': round(total), 'textLength': text_length},
}))
