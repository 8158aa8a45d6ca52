import { listModelUsage, modelBudget } from '@accountia/db';
import { usage, usageQuery } from '@accountia/task-contracts/api';
import { createRoute } from '@hono/zod-openapi';
import type { ApiDependencies } from '../context.ts';
import { json, problems } from '../openapi/responses.ts';
import { presentUsage } from '../presenters/usage.ts';
import { createRouter, SECURITY, TAGS } from './router.ts';

const getUsage = createRoute({
  tags: [TAGS.usage.name],
  security: SECURITY,
  method: 'get',
  path: '/v1/usage',
  operationId: 'getUsage',
  summary: 'Ver lo que se ha usado del modelo de lenguaje, mes a mes, y el presupuesto de este mes',
  description:
    'Los meses son los de Bogotá. Cuando el presupuesto se agota, los análisis salen de las reglas y lo dicen en una nota. ' +
    'El costo es nulo si la instalación no conoce el precio del modelo.',
  request: { query: usageQuery },
  responses: {
    ...problems(),
    200: json(usage, 'El presupuesto de este mes y el uso de cada mes.', {
      current: { month: '2026-11', budgetTokens: 5_000_000, usedTokens: 9_600, spent: false },
      items: [
        {
          month: '2026-11',
          provider: 'openai',
          model: 'un-modelo',
          purpose: 'analysis',
          calls: 3,
          cached: 1,
          inputTokens: 9_000,
          outputTokens: 600,
          costUsd: '0.004200',
        },
      ],
    }),
  },
});

export function usageRoutes({ db, monthlyTokenBudget }: ApiDependencies) {
  return createRouter().openapi(getUsage, async (context) => {
    const organizationId = context.get('organizationId');
    const { months } = context.req.valid('query');
    const budget = await modelBudget(db, organizationId, monthlyTokenBudget ?? null);
    return context.json(presentUsage(budget, await listModelUsage(db, organizationId, months)), 200);
  });
}
