import { listNotifications } from '@accountia/db';
import { notificationPage, notificationQuery } from '@accountia/task-contracts/api';
import { createRoute } from '@hono/zod-openapi';
import type { ApiDependencies } from '../context.ts';
import { examples } from '../openapi/examples.ts';
import { json, problems } from '../openapi/responses.ts';
import { presentNotification } from '../presenters/notifications.ts';
import { defined, presentPage } from '../presenters/values.ts';
import { createRouter, SECURITY, TAGS } from './router.ts';

const listNotificationsRoute = createRoute({
  tags: [TAGS.notifications.name],
  security: SECURITY,
  method: 'get',
  path: '/v1/notifications',
  operationId: 'listNotifications',
  summary: 'Listar los avisos, del más nuevo al más antiguo',
  description:
    'Cada declaración con documentos tiene un aviso 30, 7 y 1 días antes de su vencimiento. Se crean a las 7 de la mañana, ' +
    'hora de Bogotá. Para saber si hay nuevos: `since` con el `createdAt` del último que ya tiene.',
  request: { query: notificationQuery },
  responses: {
    ...problems(),
    200: json(notificationPage, 'Una página de avisos.', {
      items: [examples.notification],
      nextCursor: null,
    }),
  },
});

export function notificationRoutes({ db }: ApiDependencies) {
  return createRouter().openapi(listNotificationsRoute, async (context) => {
    const { since, ...query } = defined(context.req.valid('query'));
    const filter = {
      ...query,
      ...(since === undefined ? {} : { since: new Date(since) }),
      organizationId: context.get('organizationId'),
    };
    return context.json(presentPage(await listNotifications(db, filter), presentNotification), 200);
  });
}
