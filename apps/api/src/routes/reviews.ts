import { listReviewDecisions } from '@accountia/db';
import {
  duplicate,
  duplicateList,
  duplicateRequest,
  findingParameters,
  idempotencyHeaders,
  idParameter,
  reviewDecision,
  reviewDecisionPage,
  reviewDecisionQuery,
  reviewDecisionRequest,
  reviewList,
  reviewQuery,
} from '@accountia/task-contracts/api';
import { createRoute } from '@hono/zod-openapi';
import type { ApiDependencies } from '../context.ts';
import { loadCase } from '../drafts/case.ts';
import { answerOnce, idempotentRequest } from '../idempotency.ts';
import { body, json, problems } from '../openapi/responses.ts';
import { reviewExamples as examples } from '../openapi/review-examples.ts';
import { presentReviewDecision } from '../presenters/reviews.ts';
import { defined, presentPage } from '../presenters/values.ts';
import { listReviews } from '../reviews/concepts.ts';
import { decideConcept, revertConcept } from '../reviews/decide.ts';
import { listDuplicates, resolveDuplicate } from '../reviews/duplicates.ts';
import { requireDeclaration } from './drafts.ts';
import { createRouter, SECURITY, TAGS } from './router.ts';

const common = { tags: [TAGS.reviews.name], security: SECURITY };

const listReviewsRoute = createRoute({
  ...common,
  method: 'get',
  path: '/v1/reviews',
  operationId: 'listReviews',
  summary: 'Ver los conceptos por revisar: los que ninguna regla conoce y los de poca certeza',
  description: 'Agrupados por concepto, primero los de más datos. Lo que se decide sale de la lista.',
  request: { query: reviewQuery },
  responses: {
    ...problems(),
    200: json(reviewList, 'Los conceptos por revisar.', { items: [examples.item], total: 1, complete: true }),
  },
});

const decideReview = createRoute({
  ...common,
  method: 'post',
  path: '/v1/reviews/decisions',
  operationId: 'decideReview',
  summary: 'Decidir qué es un concepto, para los datos de la organización y los archivos que lleguen',
  description:
    'Queda como regla de la organización, con quién, cuándo y cómo estaban clasificados los datos. Reemplaza la decisión ' +
    'vigente sobre el mismo concepto. Se aplica en una sola transacción y sus declaraciones se analizan de nuevo.',
  request: { headers: idempotencyHeaders, body: body(reviewDecisionRequest, examples.request) },
  responses: { ...problems(409), 201: json(reviewDecision, 'La decisión.', examples.decision) },
});

const listReviewDecisionsRoute = createRoute({
  ...common,
  method: 'get',
  path: '/v1/reviews/decisions',
  operationId: 'listReviewDecisions',
  summary: 'Listar lo decidido sobre conceptos, de lo más nuevo a lo más antiguo',
  request: { query: reviewDecisionQuery },
  responses: {
    ...problems(),
    200: json(reviewDecisionPage, 'Una página de decisiones.', {
      items: [examples.decision],
      nextCursor: null,
    }),
  },
});

const revertReview = createRoute({
  ...common,
  method: 'delete',
  path: '/v1/reviews/decisions/{id}',
  operationId: 'revertReviewDecision',
  summary: 'Devolver una decisión: los datos quedan clasificados como antes de ella',
  description:
    'Si había reemplazado otra decisión, esa vuelve a regir. La decisión devuelta queda en el historial.',
  request: { params: idParameter },
  responses: {
    ...problems(404, 409),
    200: json(reviewDecision, 'La decisión devuelta.', {
      ...examples.decision,
      state: 'reverted',
      revertedAt: '2026-08-14T09:00:00.000Z',
      revertedBy: examples.decision.decidedBy,
    }),
  },
});

const listDuplicatesRoute = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}/duplicates',
  operationId: 'listDuplicates',
  summary: 'Ver los datos que pueden ser el mismo hecho y lo que se decidió',
  request: { params: idParameter },
  responses: {
    ...problems(404),
    200: json(duplicateList, 'Los hallazgos.', { items: [examples.duplicate] }),
  },
});

const resolveDuplicateRoute = createRoute({
  ...common,
  method: 'post',
  path: '/v1/declarations/{id}/duplicates/{findingId}',
  operationId: 'resolveDuplicate',
  summary: 'Decidir si un posible duplicado es el mismo hecho o son hechos distintos',
  description:
    'El próximo borrador lo tiene en cuenta; los datos no se quitan. Cuando dos fuentes reportan lo mismo (cesantías, ahorro ' +
    'voluntario, rendimientos, inmuebles, documentos soporte) la decisión vale para todos los hallazgos de esa clase.',
  request: { params: findingParameters, body: body(duplicateRequest, { resolution: 'ignore' }) },
  responses: { ...problems(404), 200: json(duplicate, 'El hallazgo con lo decidido.', examples.duplicate) },
});

const reopenDuplicate = createRoute({
  ...common,
  method: 'delete',
  path: '/v1/declarations/{id}/duplicates/{findingId}',
  operationId: 'reopenDuplicate',
  summary: 'Retirar lo decidido sobre un posible duplicado',
  request: { params: findingParameters },
  responses: {
    ...problems(404),
    200: json(duplicate, 'El hallazgo, otra vez por decidir.', {
      ...examples.duplicate,
      resolution: null,
      decidedAt: null,
      decidedBy: null,
    }),
  },
});

export function reviewRoutes({ db }: ApiDependencies) {
  return createRouter()
    .openapi(listReviewsRoute, async (context) => {
      const organizationId = context.get('organizationId');
      const filter = { ...defined(context.req.valid('query')), organizationId };
      return context.json(await listReviews(db, filter), 200);
    })
    .openapi(decideReview, async (context) => {
      const by = { organizationId: context.get('organizationId'), apiKeyId: context.get('apiKeyId') };
      const { concept, category, note = null } = context.req.valid('json');
      const key = context.req.valid('header')['idempotency-key'];
      const asked = JSON.stringify({ concept, category, note });
      const once = idempotentRequest(by.organizationId, key, 'decideReview', asked);
      const response = await db.transaction().execute(
        async (trx) =>
          await answerOnce(trx, once, async () => ({
            status: 201 as const,
            body: presentReviewDecision(await decideConcept(trx, by, { concept, category, note })),
          })),
      );
      return context.json(response.body, response.status);
    })
    .openapi(listReviewDecisionsRoute, async (context) => {
      const organizationId = context.get('organizationId');
      const filter = { ...defined(context.req.valid('query')), organizationId };
      return context.json(presentPage(await listReviewDecisions(db, filter), presentReviewDecision), 200);
    })
    .openapi(revertReview, async (context) => {
      const by = { organizationId: context.get('organizationId'), apiKeyId: context.get('apiKeyId') };
      const { id } = context.req.valid('param');
      const row = await db.transaction().execute(async (trx) => await revertConcept(trx, by, id));
      return context.json(presentReviewDecision(row), 200);
    })
    .openapi(listDuplicatesRoute, async (context) => {
      const { id } = context.req.valid('param');
      const declaration = await requireDeclaration(db, context.get('organizationId'), id);
      return context.json({ items: listDuplicates(await loadCase(db, declaration)) }, 200);
    })
    .openapi(resolveDuplicateRoute, async (context) => {
      const { id: declarationId, findingId } = context.req.valid('param');
      const { resolution, countedEntryIds } = context.req.valid('json');
      const organizationId = context.get('organizationId');
      const by = { organizationId, declarationId, apiKeyId: context.get('apiKeyId') };
      const resolved = await db
        .transaction()
        .execute(async (trx) => await resolveDuplicate(trx, by, findingId, resolution, countedEntryIds));
      return context.json(resolved, 200);
    })
    .openapi(reopenDuplicate, async (context) => {
      const { id: declarationId, findingId } = context.req.valid('param');
      const organizationId = context.get('organizationId');
      const by = { organizationId, declarationId, apiKeyId: context.get('apiKeyId') };
      const reopened = await db
        .transaction()
        .execute(async (trx) => await resolveDuplicate(trx, by, findingId, null));
      return context.json(reopened, 200);
    });
}
