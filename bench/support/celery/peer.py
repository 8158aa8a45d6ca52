"""What the scripts of the Celery peers share: the worker's process, and questions and answers as lines of JSON."""
import contextlib
import json
import subprocess
import sys


@contextlib.contextmanager
def start_worker(application, concurrency=4):
    """The usual worker: prefork, as many processes as asked for, its settings otherwise untouched."""
    command = [sys.executable, "-m", "celery", "-A", application, "worker", "-c", str(concurrency)]
    worker = subprocess.Popen(command + ["--loglevel", "ERROR"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait()


def serve(actions):
    """Until standard input ends."""
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps(actions[question["do"]](question)), flush=True)
