import type { Transport } from '@accountia/task-runtime';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { HonoAdapter } from '@bull-board/hono';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { Frame } from '../pages/frame.ts';
import { queueLabel } from '../pages/labels.ts';

export const BOARD_PATH = '/admin';

/**
 * Bull Board, to look at deliveries. It changes nothing: a job is only the delivery of a run, so a job that somebody
 * retried, removed or added here would contradict the run's row, which decides. Runs are retried by the API and the
 * command line.
 */
export function boardRoutes(queues: Transport['queues'], frame: Frame): Hono {
  const serverAdapter = new HonoAdapter(serveStatic).setBasePath(BOARD_PATH);
  createBullBoard({
    serverAdapter,
    queues: queues.map(
      (queue) =>
        new BullMQAdapter(queue, {
          readOnlyMode: true,
          displayName: queueLabel(queue.name),
          description:
            'Solo lectura: cada trabajo es una entrega de una ejecución. Reintente con: accountia runs retry ID',
        }),
    ),
    options: {
      handlerHooks: {
        before: ({ method }) =>
          method === 'get' ? undefined : { allow: false, status: 405, errorKey: 'ERRORS.QUEUE_READ_ONLY' },
      },
      uiConfig: {
        boardTitle: 'Accountia · Colas',
        boardLogo: { path: frame.logo, width: 28, height: 28 },
        favIcon: { default: frame.logo, alternative: frame.logo },
        locale: { lng: 'es-ES' },
        environment: {
          label: frame.environment,
          color: frame.production ? '#b42318' : '#0b6e4f',
          textColor: '#ffffff',
        },
        miscLinks: [{ text: 'Resumen de operación', url: '/' }],
        hideDocsLink: true,
      },
    },
  });
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    if (!(context.res.headers.get('content-type') ?? '').startsWith('text/html')) return;
    const page = await context.res.text();
    context.res = new Response(withoutForeignResources(page), context.res);
  });
  app.route('/', serverAdapter.registerPlugin());
  return app;
}

/** The board's page asks Google for a font: that would tell a third party who watches, and fails without a network. */
function withoutForeignResources(page: string): string {
  return page
    .replace(/<link\b[^>]*\bhref="https?:\/\/[^>]*>/g, '')
    .replace('<html lang="en"', '<html lang="es"');
}
