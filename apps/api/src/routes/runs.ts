import { findRun, listRunEvents, listRuns, requestCancel } from '@accountia/db';
import {
  idParameter,
  isTerminal,
  redriveRequest,
  redriveResult,
  run,
  runEvent,
  runEventsHeaders,
  runEventsQuery,
  runPage,
  runQuery,
} from '@accountia/task-contracts/api';
import { redriveDeadRuns, retryRun } from '@accountia/task-runtime';
import { createRoute } from '@hono/zod-openapi';
import { refuseWhenFull } from '../back-pressure.ts';
import type { ApiDependencies, StreamTimings } from '../context.ts';
import { examples } from '../openapi/examples.ts';
import { json, problems } from '../openapi/responses.ts';
import { presentRun, presentRunEvent } from '../presenters/runs.ts';
import { defined, presentPage } from '../presenters/values.ts';
import { ApiError, notFound } from '../problems/api-error.ts';
import { EVENT_STREAM_HEADERS, eventStream, sseFrame } from '../run-events/event-stream.ts';
import { followRun } from '../run-events/follow.ts';
import { createRouter, SECURITY, TAGS } from './router.ts';

const DEFAULT_TIMINGS: StreamTimings = { keepAliveMs: 15_000, pollMs: 2_000 };

const common = { tags: [TAGS.runs.name], security: SECURITY };

const listRunsRoute = createRoute({
  ...common,
  method: 'get',
  path: '/v1/runs',
  operationId: 'listRuns',
  summary: 'Listar las tareas, de la más nueva a la más antigua',
  request: { query: runQuery },
  responses: {
    ...problems(),
    200: json(runPage, 'Una página de tareas.', { items: [examples.run], nextCursor: null }),
  },
});

const getRun = createRoute({
  ...common,
  method: 'get',
  path: '/v1/runs/{id}',
  operationId: 'getRun',
  summary: 'Ver una tarea',
  request: { params: idParameter },
  responses: { ...problems(404), 200: json(run, 'La tarea.', examples.run) },
});

const streamRunEvents = createRoute({
  ...common,
  method: 'get',
  path: '/v1/runs/{id}/events',
  operationId: 'streamRunEvents',
  summary: 'Seguir una tarea en vivo',
  description:
    'Server-Sent Events: primero los eventos guardados, luego los nuevos, hasta el último. Cada evento lleva su número en ' +
    '`id`, su tipo en `event` y en `data` un JSON como el del ejemplo. Tras un corte, siga con `Last-Event-ID`.',
  request: { params: idParameter, query: runEventsQuery, headers: runEventsHeaders },
  responses: {
    ...problems(404),
    200: {
      description: 'Los eventos, uno por mensaje.',
      content: { 'text/event-stream': { schema: runEvent } },
    },
    204: { description: 'La tarea terminó y no hay eventos después del indicado: no se conecte de nuevo.' },
  },
});

const cancelRun = createRoute({
  ...common,
  method: 'post',
  path: '/v1/runs/{id}/cancel',
  operationId: 'cancelRun',
  summary: 'Cancelar una tarea',
  description:
    'De inmediato si no ha empezado; si está en curso, en cuanto pueda detenerse. Si ya terminó, no cambia nada.',
  request: { params: idParameter },
  responses: {
    ...problems(404),
    200: json(run, 'La tarea como quedó.', { ...examples.run, state: 'cancelled' }),
  },
});

const retryRunRoute = createRoute({
  ...common,
  method: 'post',
  path: '/v1/runs/{id}/retry',
  operationId: 'retryRun',
  summary: 'Repetir una tarea que falló, se canceló o venció',
  request: { params: idParameter },
  responses: { ...problems(404, 409, 429), 202: json(run, 'La tarea, de nuevo en espera.', examples.run) },
});

const redriveRuns = createRoute({
  ...common,
  method: 'post',
  path: '/v1/runs/redrive',
  operationId: 'redriveRuns',
  summary: 'Repetir las tareas que fallaron por una misma causa',
  description:
    'Las más antiguas primero, hasta `limit`; repita la solicitud mientras `more` sea verdadero. De las tareas sobre un ' +
    'mismo documento o declaración solo cuenta la más nueva. Para verlas: `GET /v1/runs?state=failed` con los mismos filtros.',
  request: { body: { required: true, content: { 'application/json': { schema: redriveRequest } } } },
  responses: {
    ...problems(415, 429),
    202: json(redriveResult, 'Cuántas están de nuevo en espera.', { redriven: 12, more: false }),
  },
});

export function runRoutes({ db, runEvents, logger, backlog, streams = DEFAULT_TIMINGS }: ApiDependencies) {
  async function require(organizationId: string, id: string) {
    const row = await findRun(db, organizationId, id);
    if (row === null) throw notFound('run');
    return row;
  }

  return createRouter()
    .openapi(listRunsRoute, async (context) => {
      const filter = {
        ...withDates(context.req.valid('query')),
        organizationId: context.get('organizationId'),
      };
      return context.json(presentPage(await listRuns(db, filter), presentRun), 200);
    })
    .openapi(getRun, async (context) => {
      const row = await require(context.get('organizationId'), context.req.valid('param').id);
      return context.json(presentRun(row), 200);
    })
    .openapi(streamRunEvents, async (context) => {
      const organizationId = context.get('organizationId');
      const { id: runId } = context.req.valid('param');
      const given = context.req.valid('header')['last-event-id'] ?? context.req.valid('query').after;
      const row = await require(organizationId, runId);
      const after = BigInt(given ?? 0);
      // A browser connects again after every end; only "no content" tells it that there is nothing more to come.
      if (given !== undefined && isTerminal(row.state)) {
        const rest = await listRunEvents(db, organizationId, runId, after, 1);
        if (rest.length === 0) return context.body(null, 204);
      }
      const gone = new AbortController();
      const signal = AbortSignal.any([gone.signal, context.req.raw.signal, runEvents.stopping]);
      const events = followRun({
        db,
        hub: runEvents,
        organizationId,
        runId,
        after,
        timings: streams,
        signal,
      });
      const body = eventStream(
        events,
        (event) => sseFrame(event.type, presentRunEvent(event), event.sequence),
        () => gone.abort(),
        (error) =>
          logger.warn({ err: error, runId, requestId: context.get('requestId') }, 'run event stream'),
      );
      return context.body(body, 200, EVENT_STREAM_HEADERS);
    })
    .openapi(cancelRun, async (context) => {
      const row = await requestCancel(db, context.get('organizationId'), context.req.valid('param').id);
      if (row === null) throw notFound('run');
      return context.json(presentRun(row), 200);
    })
    .openapi(retryRunRoute, async (context) => {
      const organizationId = context.get('organizationId');
      const { id } = context.req.valid('param');
      await refuseWhenFull(db, organizationId, backlog);
      const retried = await retryRun(db, organizationId, id);
      if (retried === null) throw notFound('run');
      if (retried.outcome === 'completed') throw new ApiError(409, 'run_already_completed');
      if (retried.outcome === 'not-finished') throw new ApiError(409, 'run_not_finished');
      return context.json(presentRun(retried.run), 202);
    })
    .openapi(redriveRuns, async (context) => {
      const organizationId = context.get('organizationId');
      await refuseWhenFull(db, organizationId, backlog);
      const { limit, ...cause } = context.req.valid('json');
      const { redriven, more } = await redriveDeadRuns(db, { ...withDates(cause), organizationId }, limit);
      return context.json({ redriven: redriven.length, more }, 202);
    });
}

/** What a filter of the wire says, with its times as the database takes them. */
function withDates<Filter extends TimeFilter>({ finishedSince, finishedBefore, ...filter }: Filter) {
  return {
    ...defined(filter),
    ...(finishedSince === undefined ? {} : { finishedSince: new Date(finishedSince) }),
    ...(finishedBefore === undefined ? {} : { finishedBefore: new Date(finishedBefore) }),
  };
}

interface TimeFilter {
  readonly finishedSince?: string | undefined;
  readonly finishedBefore?: string | undefined;
}
