"""The work of `exogena.process-file` as a Python team would write it: fetch, openpyxl, classify, execute_values."""
import hashlib
import os
import time
import urllib.parse
import urllib.request

import openpyxl
import psycopg2
import psycopg2.extras
from celery import Celery
from io import BytesIO

app = Celery("report_tasks", broker=os.environ["BENCH_REDIS_URL"], backend=os.environ["BENCH_REDIS_URL"])
app.conf.task_serializer = app.conf.result_serializer = "json"
app.conf.accept_content = ["json"]
STORE = os.environ["BENCH_OBJECTS_URL"]
CATEGORIES = (
    ("salario", "labour_income"), ("cesant", "labour_income"), ("pension", "pensions"), ("honorario", "fees"),
    ("rendimiento", "capital_income"), ("interes", "capital_income"), ("dividendo", "dividends"),
    ("retenci", "withholdings"), ("consumo", "consumption"), ("compra", "consumption"), ("saldo", "assets"),
    ("deuda", "debts"), ("aporte", "contributions"),
)
connection = None


def database():
    global connection
    if connection is None:
        connection = psycopg2.connect(os.environ["BENCH_DATABASE_URL"])
    return connection


def classify(detail):
    text = (detail or "").lower()
    return next((category for word, category in CATEGORIES if word in text), "unclassified")


def pesos(value):
    if isinstance(value, str):
        return int(value.replace("$", "").replace(".", "").strip() or 0)
    return int(value or 0)


@app.task(bind=True, max_retries=3, acks_late=True)
def process(self, document):
    at = [time.perf_counter()]
    cursor = database().cursor()
    cursor.execute(
        "update peer_documents set state = 'processing', started_at = now() where id = %s returning object, sha256",
        (document,),
    )
    name, digest = cursor.fetchone()
    connection.commit()
    at.append(time.perf_counter())
    with urllib.request.urlopen(f"{STORE}/{urllib.parse.quote(name, safe='')}?alt=media") as answer:
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError("not the bytes that were uploaded")
    at.append(time.perf_counter())
    sheet = openpyxl.load_workbook(BytesIO(content), data_only=True).worksheets[0]
    cells = [tuple(row) + (None,) * 8 for row in sheet.iter_rows(values_only=True)]
    at.append(time.perf_counter())
    head = next(index for index, row in enumerate(cells) if row[4] == "Detalle")
    entries = [
        (document, number, str(row[0]), row[1], str(row[2]), row[3], row[4], pesos(row[5]), row[6], row[7], classify(row[4]))
        for number, row in enumerate(cells[head + 1:], head + 2)
        if row[0] is not None and row[4] is not None
    ]
    at.append(time.perf_counter())
    cursor.execute("delete from peer_entries where document = %s", (document,))
    psycopg2.extras.execute_values(cursor, "insert into peer_entries values %s", entries, page_size=1000)
    cursor.execute(
        "update peer_documents set state = 'processed', entries = %s, finished_at = now() where id = %s",
        (len(entries), document),
    )
    connection.commit()
    at.append(time.perf_counter())
    stages = ("bookkeeping", "fetch", "parse", "classify", "write")
    return {"entries": len(entries), **{stage: at[i + 1] - at[i] for i, stage in enumerate(stages)}}
