"""Answers each line of standard input with a line: how long a round of reports took, from the first one asked for to the last committed."""
import os
import time

import psycopg2
import redis
from peer import serve, start_worker
from report_tasks import process

store = redis.Redis.from_url(os.environ["BENCH_REDIS_URL"])
connection = psycopg2.connect(os.environ["BENCH_DATABASE_URL"])
connection.autocommit = True
cursor = connection.cursor()
STAGES = ("fetch", "parse", "classify", "write", "bookkeeping")


def start(question):
    cursor.execute(
        """
        drop table if exists peer_entries, peer_documents;
        create table peer_documents (
          id integer primary key, object text not null, sha256 text not null, state text not null, entries integer,
          created_at timestamptz default now(), started_at timestamptz, finished_at timestamptz
        );
        create table peer_entries (
          document integer not null references peer_documents, position integer not null, reporter_nit text,
          reporter_name text, reported_number text, reported_name text, detail text, amount bigint, suggested_use text,
          additional_information text, category text, primary key (document, position)
        );
        create index on peer_entries (category)
        """
    )
    return {}


def round_of(question):
    cursor.execute("truncate peer_documents, peer_entries")
    started = time.perf_counter()
    results = []
    for number, document in enumerate(question["documents"]):
        cursor.execute(
            "insert into peer_documents (id, object, sha256, state) values (%s, %s, %s, 'uploaded')",
            (number, document["object"], document["sha256"]),
        )
        results.append(process.delay(number))
    while store.llen("celery") or store.hlen("unacked"):
        time.sleep(0.005)
    ended = time.perf_counter()
    answers = [result.get(timeout=60) for result in results]
    cursor.execute("select count(*) from peer_entries")
    entries = cursor.fetchone()[0]
    store.flushdb()
    return {
        "seconds": ended - started,
        "entries": entries,
        "stages": {stage: sum(answer[stage] for answer in answers) for stage in STAGES},
    }


def stop(question):
    cursor.execute("drop table if exists peer_entries, peer_documents")
    return {}


with start_worker("report_tasks"):
    serve({"start": start, "round": round_of, "stop": stop})
