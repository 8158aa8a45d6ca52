"""A task that does nothing, as an application of Celery would declare it, with its results kept."""
import os

from celery import Celery

app = Celery("noop_tasks", broker=os.environ["BENCH_REDIS_URL"], backend=os.environ["BENCH_REDIS_URL"])
app.conf.task_serializer = app.conf.result_serializer = "json"
app.conf.accept_content = ["json"]


@app.task
def ping(payload):
    return {"echo": payload["echo"], "attempt": 1}
