import { checkHealth, type HealthCheck, type Logger, VERSION } from '@accountia/service-kit';
import { type Health, health } from '@accountia/task-contracts/api';
import { createRoute, z } from '@hono/zod-openapi';
import type { ApiDependencies, ApiHealthCheck } from '../context.ts';
import { examples } from '../openapi/examples.ts';
import { json } from '../openapi/responses.ts';
import { createRouter, TAGS } from './router.ts';

/** Anybody may ask, so that asking often must cost the dependencies nothing. */
const FRESH_MS = 1_000;

const common = { tags: [TAGS.health.name], security: [] };
const alive = z.object({ status: z.literal('ok') }).meta({ id: 'Alive' });

const livez = createRoute({
  ...common,
  method: 'get',
  path: '/livez',
  operationId: 'getLiveness',
  summary: 'Si el proceso responde',
  responses: { 200: json(alive, 'Responde.', { status: 'ok' }) },
});

const readyz = createRoute({
  ...common,
  method: 'get',
  path: '/readyz',
  operationId: 'getReadiness',
  summary: 'Si puede atender solicitudes',
  description: 'No depende de la cola: lo aceptado queda en PostgreSQL y se entrega cuando la cola vuelve.',
  responses: {
    200: json(health, 'Puede.', examples.health),
    503: json(health, 'No puede: falta algo indispensable.', { ...examples.health, status: 'degraded' }),
  },
});

const healthRoute = createRoute({
  ...common,
  method: 'get',
  path: '/health',
  operationId: 'getHealth',
  summary: 'Si responde cada servicio del que depende',
  responses: {
    200: json(health, 'El estado de cada uno; `status` dice si todos responden.', examples.health),
  },
});

export function healthRoutes({ healthChecks, logger }: ApiDependencies) {
  const checks = healthChecks.map((check) => ({ ...check, check: () => discreet(check, logger) }));
  const all = freshFor(FRESH_MS, () => checkHealth({ app: 'api', version: VERSION, checks }));
  const required = new Set(checks.filter((check) => check.required).map((check) => check.name));

  return createRouter()
    .openapi(livez, (context) => context.json({ status: 'ok' as const }, 200))
    .openapi(readyz, async (context) => {
      const { dependencies, ...rest } = await all();
      const needed = dependencies.filter(({ name }) => required.has(name));
      const ready = needed.every(({ ok }) => ok);
      const body: Health = { ...rest, status: ready ? 'ok' : 'degraded', dependencies: needed };
      return ready ? context.json(body, 200) : context.json(body, 503);
    })
    .openapi(healthRoute, async (context) => context.json(await all(), 200));
}

/** The driver's words may name hosts and users: they go to the log, the answer gets the error's code. */
async function discreet({ name, check }: HealthCheck | ApiHealthCheck, logger: Logger): Promise<void> {
  try {
    await check();
  } catch (error) {
    logger.warn({ err: error, dependency: name }, 'a dependency does not answer');
    const code = (error as { code?: unknown } | null)?.code;
    throw new Error(typeof code === 'string' ? code : 'does not answer', { cause: error });
  }
}

/** One question at a time, its answer good for everybody who asks within `milliseconds`. */
function freshFor<Answer>(milliseconds: number, ask: () => Promise<Answer>): () => Promise<Answer> {
  let asked: { readonly at: number; readonly answer: Promise<Answer> } | undefined;
  return () => {
    if (asked === undefined || performance.now() - asked.at > milliseconds) {
      asked = { at: performance.now(), answer: ask() };
    }
    return asked.answer;
  };
}
