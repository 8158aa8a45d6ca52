import {
  deleteInsightFeedback,
  findDeclaration,
  findInsight,
  type ListedInsight,
  listInsights,
  reportInsightFeedback,
  saveInsightFeedback,
} from '@accountia/db';
import {
  idParameter,
  insight,
  insightFeedbackQuery,
  insightFeedbackReport,
  insightFeedbackRequest,
  insightList,
  insightParameters,
} from '@accountia/task-contracts/api';
import { createRoute } from '@hono/zod-openapi';
import type { ApiDependencies } from '../context.ts';
import { examples } from '../openapi/examples.ts';
import { body, json, problems } from '../openapi/responses.ts';
import { presentInsight, presentInsightList } from '../presenters/declarations.ts';
import { notFound } from '../problems/api-error.ts';
import { createRouter, SECURITY, TAGS } from './router.ts';

const common = { tags: [TAGS.declarations.name], security: SECURITY };

const listDeclarationInsights = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}/insights',
  operationId: 'listDeclarationInsights',
  summary: 'Ver las recomendaciones y advertencias con la ley que citan',
  request: { params: idParameter },
  responses: {
    ...problems(404),
    200: json(insightList, 'Las recomendaciones del último análisis.', {
      analyzedAt: examples.declaration.analyzedAt,
      generator: 'rules',
      notes: [],
      questions: [],
      items: [examples.insight],
    }),
  },
});

const judgeInsight = createRoute({
  ...common,
  method: 'put',
  path: '/v1/declarations/{id}/insights/{insightId}/feedback',
  operationId: 'judgeInsight',
  summary: 'Decir si una recomendación es útil o está equivocada, y por qué',
  description:
    'Reemplaza lo dicho antes. Sigue con la recomendación en los análisis siguientes mientras los datos en que se apoya no cambien.',
  request: { params: insightParameters, body: body(insightFeedbackRequest, examples.feedbackRequest) },
  responses: { ...problems(404), 200: json(insight, 'La recomendación con lo dicho.', examples.insight) },
});

const unjudgeInsight = createRoute({
  ...common,
  method: 'delete',
  path: '/v1/declarations/{id}/insights/{insightId}/feedback',
  operationId: 'unjudgeInsight',
  summary: 'Retirar lo dicho de una recomendación',
  request: { params: insightParameters },
  responses: {
    ...problems(404),
    200: json(insight, 'La recomendación, sin nada dicho.', { ...examples.insight, feedback: null }),
  },
});

const reportFeedback = createRoute({
  ...common,
  method: 'get',
  path: '/v1/insights/feedback',
  operationId: 'reportInsightFeedback',
  summary: 'Ver cuántas veces se dijo útil o equivocada cada clase de recomendación, y los motivos',
  description:
    'Primero las que más veces se dijeron equivocadas. Incluye lo dicho de recomendaciones que ya no están.',
  request: { query: insightFeedbackQuery },
  responses: {
    ...problems(),
    200: json(insightFeedbackReport, 'El informe de la organización.', examples.feedbackReport),
  },
});

export function insightRoutes({ db }: ApiDependencies) {
  async function require(organizationId: string, id: string, insightId: string): Promise<ListedInsight> {
    if ((await findDeclaration(db, organizationId, id)) === null) throw notFound('declaration');
    const row = await findInsight(db, organizationId, id, insightId);
    if (row === null) throw notFound('insight');
    return row;
  }

  return createRouter()
    .openapi(listDeclarationInsights, async (context) => {
      const organizationId = context.get('organizationId');
      const row = await findDeclaration(db, organizationId, context.req.valid('param').id);
      if (row === null) throw notFound('declaration');
      return context.json(presentInsightList(row, await listInsights(db, organizationId, row.id)), 200);
    })
    .openapi(judgeInsight, async (context) => {
      const organizationId = context.get('organizationId');
      const { id, insightId } = context.req.valid('param');
      const { verdict, reason = null } = context.req.valid('json');
      const judged = await require(organizationId, id, insightId);
      await saveInsightFeedback(db, judged, { verdict, reason, judgedBy: context.get('apiKeyId') });
      return context.json(presentInsight(await require(organizationId, id, insightId)), 200);
    })
    .openapi(unjudgeInsight, async (context) => {
      const organizationId = context.get('organizationId');
      const { id, insightId } = context.req.valid('param');
      await deleteInsightFeedback(db, await require(organizationId, id, insightId));
      return context.json(presentInsight(await require(organizationId, id, insightId)), 200);
    })
    .openapi(reportFeedback, async (context) => {
      const { reasons } = context.req.valid('query');
      const items = await reportInsightFeedback(db, {
        organizationId: context.get('organizationId'),
        reasonsPerCode: reasons,
      });
      return context.json({ items }, 200);
    });
}
