import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from './client.ts';
import { collect } from './testing/collect.ts';
import {
  beginEvents,
  type ContractServer,
  json,
  problem,
  sendEvent,
  startContractServer,
} from './testing/contract-server.ts';
import { completedRun, RUN_ID, sampleEvent, sampleRun } from './testing/samples.ts';

let server: ContractServer;
beforeEach(async () => {
  server = await startContractServer();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

const client = () => createClient({ baseUrl: server.url, apiKey: 'ack_test' });
const eventsRoute = `GET /v1/runs/${RUN_ID}/events`;
const runRoute = `GET /v1/runs/${RUN_ID}`;
const history = [
  sampleEvent(11, 'queued'),
  sampleEvent(12, 'started', { attempt: 1 }),
  sampleEvent(15, 'progress', { phase: 'read', percent: 40, rows: 12 }),
  sampleEvent(19, 'completed', { result: { entryCount: 46 } }),
];

const lastEventIds = () =>
  server.received
    .filter((request) => request.url.endsWith('/events'))
    .map((request) => request.headers['last-event-id']);

describe('following a run', () => {
  test('tells its history and ends with the stream of a finished run', async () => {
    server.on(eventsRoute, (_request, response) => {
      beginEvents(response);
      for (const event of history) sendEvent(response, event);
      response.end();
    });
    expect(await collect(client().followRun(RUN_ID))).toEqual(history);
    expect(server.received.map((request) => request.headers.accept)).toEqual(['text/event-stream']);
  });

  test('goes on where a broken connection left off, each event once', async () => {
    server.on(eventsRoute, async ({ turn }, response) => {
      beginEvents(response);
      if (turn === 1) {
        sendEvent(response, history[0]!);
        sendEvent(response, history[1]!);
        response.write('id: 15\nevent: progress\ndata: {"seq');
        await new Promise((resolve) => setTimeout(resolve, 30));
        response.destroy();
      } else {
        // Told twice by the server: what the client knows already must not come again.
        for (const event of history.slice(1)) sendEvent(response, event);
        response.end();
      }
    });
    expect(await collect(client().followRun(RUN_ID))).toEqual(history);
    expect(lastEventIds()).toEqual([undefined, '12']);
  });

  test('reconnects when the server ends the stream of an unfinished run', async () => {
    server.on(eventsRoute, ({ turn }, response) => {
      beginEvents(response);
      response.write('retry: 1\n\n');
      sendEvent(response, history[turn - 1]!);
      response.end();
    });
    expect(await collect(client().followRun(RUN_ID))).toEqual(history);
    expect(lastEventIds()).toEqual([undefined, '11', '12', '15']);
  });

  test('survives refusals that pass: a restart, a limit, a gateway', async () => {
    server.on(eventsRoute, ({ turn }, response) => {
      if (turn === 1) return problem(response, 503, 'unavailable', 'Reiniciando');
      if (turn === 2) return void response.writeHead(502).end('<h1>Bad gateway</h1>');
      beginEvents(response);
      for (const event of history) sendEvent(response, event);
      response.end();
    });
    expect(await collect(client().followRun(RUN_ID))).toHaveLength(4);
  });

  test('a terminal event that a retry followed is not the end', async () => {
    const retried = [
      sampleEvent(1, 'failed'),
      sampleEvent(2, 'queued', { retry: true }),
      sampleEvent(3, 'completed'),
    ];
    server.on(eventsRoute, (_request, response) => {
      beginEvents(response);
      for (const event of retried) sendEvent(response, event);
      response.end();
    });
    expect(await collect(client().followRun(RUN_ID))).toEqual(retried);
  });

  test('ends for a caller who knows everything already', async () => {
    server.on(eventsRoute, (_request, response) => {
      beginEvents(response);
      response.end();
    });
    server.on(runRoute, (_request, response) => json(response, completedRun()));
    expect(await collect(client().followRun(RUN_ID, { lastEventId: '19' }))).toEqual([]);
    expect(lastEventIds()).toEqual(['19']);
  });

  test('ends when the API says that there is nothing more to come', async () => {
    server.on(eventsRoute, (_request, response) => void response.writeHead(204).end());
    expect(await collect(client().followRun(RUN_ID, { lastEventId: '19' }))).toEqual([]);
    expect(server.received).toHaveLength(1);
  });

  test('takes a connection without a byte as broken', async () => {
    server.on(eventsRoute, ({ turn }, response) => {
      beginEvents(response);
      if (turn === 1) return;
      for (const event of history) sendEvent(response, event);
      response.end();
    });
    const events = await collect(client().followRun(RUN_ID, { silenceLimitMs: 60 }));
    expect(events).toEqual(history);
    expect(server.received).toHaveLength(2);
  });

  test('keep-alive comments count as signs of life', async () => {
    server.on(eventsRoute, async (_request, response) => {
      beginEvents(response);
      for (let beat = 0; beat < 6; beat += 1) {
        response.write(': still here\n\n');
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      for (const event of history) sendEvent(response, event);
      response.end();
    });
    expect(await collect(client().followRun(RUN_ID, { silenceLimitMs: 400 }))).toEqual(history);
    expect(server.received).toHaveLength(1);
  });

  test('skips events of a type that this version does not know', async () => {
    server.on(eventsRoute, (_request, response) => {
      beginEvents(response);
      sendEvent(response, history[0]!);
      sendEvent(response, { sequence: '13', type: 'paused' });
      sendEvent(response, history[3]!);
      response.end();
    });
    expect(await collect(client().followRun(RUN_ID))).toEqual([history[0], history[3]]);
  });

  test('events against the contract are an error', async () => {
    server.on(eventsRoute, (_request, response) => {
      beginEvents(response);
      response.write('id: 1\nevent: queued\ndata: not json\n\n');
    });
    await expect(collect(client().followRun(RUN_ID))).rejects.toMatchObject({ code: 'invalid_response' });
  });

  test('an unknown run is an error at once', async () => {
    server.on(eventsRoute, (_request, response) => problem(response, 404, 'run_not_found', 'No existe'));
    await expect(collect(client().followRun(RUN_ID))).rejects.toMatchObject({ status: 404 });
    expect(server.received).toHaveLength(1);
  });

  test('gives up after so many connections without anything', async () => {
    server.on(eventsRoute, (_request, response) => void response.destroy());
    const events = client().followRun(RUN_ID, { maxReconnects: 1 });
    await expect(collect(events)).rejects.toMatchObject({
      name: 'AccountiaConnectionError',
      code: 'network',
    });
    expect(server.received).toHaveLength(2);
  });

  test('closes its connection when the caller has heard enough', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    server.on(eventsRoute, (_request, response) => {
      response.on('close', resolve);
      beginEvents(response);
      sendEvent(response, history[0]!);
    });
    for await (const event of client().followRun(RUN_ID)) {
      expect(event).toEqual(history[0]);
      break;
    }
    await closed;
  });

  test('ends with the reason of its signal', async () => {
    const abort = new AbortController();
    server.on(eventsRoute, (_request, response) => {
      beginEvents(response);
      sendEvent(response, history[0]!);
    });
    const heard: unknown[] = [];
    const following = (async () => {
      for await (const event of client().followRun(RUN_ID, { signal: abort.signal })) {
        heard.push(event);
        abort.abort(new Error('the user left'));
      }
    })();
    await expect(following).rejects.toThrow('the user left');
    expect(heard).toEqual([history[0]]);
  });
});

describe('waiting for a run', () => {
  test('answers with the completed run and tells its progress on the way', async () => {
    server.on(eventsRoute, (_request, response) => {
      beginEvents(response);
      for (const event of history) sendEvent(response, event);
    });
    server.on(runRoute, (_request, response) => json(response, completedRun()));
    const progress: unknown[] = [];
    const types: string[] = [];
    const run = await client().waitForRun(RUN_ID, {
      onProgress: (value) => progress.push(value),
      onEvent: (event) => types.push(event.type),
    });
    expect(run).toEqual(completedRun());
    expect(progress).toEqual([{ phase: 'read', percent: 40, rows: 12 }]);
    expect(types).toEqual(['queued', 'started', 'progress', 'completed']);
  });

  test.for(['failed', 'cancelled', 'expired'] as const)(
    'throws the run when it ends as %s',
    async (state) => {
      const run = sampleRun({
        state,
        finishedAt: '2026-08-12T15:04:09.000Z',
        error: { code: 'encrypted_workbook', message: 'El archivo tiene contraseña', details: {} },
      });
      server.on(eventsRoute, (_request, response) => {
        beginEvents(response);
        sendEvent(response, sampleEvent(1, state));
      });
      server.on(runRoute, (_request, response) => json(response, run));
      await expect(client().waitForRun(RUN_ID)).rejects.toMatchObject({
        name: 'RunFailedError',
        code: 'encrypted_workbook',
        message: expect.stringContaining('El archivo tiene contraseña'),
        run,
      });
    },
  );

  test('goes on past the failure of a run that was retried since', async () => {
    server.on(eventsRoute, (_request, response) => {
      beginEvents(response);
      sendEvent(response, sampleEvent(1, 'failed'));
      sendEvent(response, sampleEvent(2, 'queued', { retry: true }));
      sendEvent(response, sampleEvent(3, 'completed'));
    });
    server.on(runRoute, ({ turn }, response) =>
      json(response, turn === 1 ? sampleRun({ state: 'running' }) : completedRun()),
    );
    expect((await client().waitForRun(RUN_ID)).state).toBe('completed');
  });

  test('that takes longer than the caller allows says so and leaves the run alone', async () => {
    server.on(eventsRoute, (_request, response) => beginEvents(response));
    await expect(client().waitForRun(RUN_ID, { timeoutMs: 60 })).rejects.toMatchObject({
      name: 'RunWaitTimeoutError',
      runId: RUN_ID,
      timeoutMs: 60,
    });
    expect(server.received.map((request) => request.method)).toEqual(['GET']);
  });

  test('ends with the reason of its signal, with a time limit or without', async () => {
    server.on(eventsRoute, (_request, response) => beginEvents(response));
    const signal = AbortSignal.abort(new Error('the user left'));
    await expect(client().waitForRun(RUN_ID, { signal })).rejects.toThrow('the user left');
    await expect(client().waitForRun(RUN_ID, { signal, timeoutMs: 60_000 })).rejects.toThrow('the user left');
  });
});

test('cancel may be repeated and is', async () => {
  server.on(`POST /v1/runs/${RUN_ID}/cancel`, ({ turn }, response) => {
    if (turn === 1) response.destroy();
    else json(response, sampleRun({ state: 'cancelled', cancelRequested: true }), 202);
  });
  expect((await client().runs.cancel(RUN_ID)).state).toBe('cancelled');
});
