import { findDeclaration, listDeclarations, listEntries } from '@accountia/db';
import { analyzeDeclaration } from '@accountia/task-contracts';
import {
  declaration,
  declarationPage,
  declarationQuery,
  declarationReprocessing,
  declarationSummary,
  entryPage,
  entryQuery,
  idempotencyHeaders,
  idParameter,
  run,
} from '@accountia/task-contracts/api';
import { enqueue } from '@accountia/task-runtime';
import { createRoute } from '@hono/zod-openapi';
import { refuseWhenFull } from '../back-pressure.ts';
import type { ApiDependencies } from '../context.ts';
import { reprocessDeclaration } from '../declarations/reprocess-declaration.ts';
import { summarizeDeclaration } from '../declarations/summarize-declaration.ts';
import { answerOnce, idempotentRequest } from '../idempotency.ts';
import { examples } from '../openapi/examples.ts';
import { json, problems } from '../openapi/responses.ts';
import { presentDeclaration } from '../presenters/declarations.ts';
import { presentEntry } from '../presenters/entries.ts';
import { presentRun } from '../presenters/runs.ts';
import { defined, presentPage } from '../presenters/values.ts';
import { notFound } from '../problems/api-error.ts';
import { createRouter, SECURITY, TAGS } from './router.ts';

const common = { tags: [TAGS.declarations.name], security: SECURITY };

const listDeclarationsRoute = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations',
  operationId: 'listDeclarations',
  summary: 'Listar las declaraciones, de la más nueva a la más antigua',
  request: { query: declarationQuery },
  responses: {
    ...problems(),
    200: json(declarationPage, 'Una página de declaraciones.', {
      items: [examples.declaration],
      nextCursor: null,
    }),
  },
});

const getDeclaration = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}',
  operationId: 'getDeclaration',
  summary: 'Ver una declaración',
  request: { params: idParameter },
  responses: { ...problems(404), 200: json(declaration, 'La declaración.', examples.declaration) },
});

const listDeclarationEntries = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}/entries',
  operationId: 'listDeclarationEntries',
  summary: 'Listar los datos vigentes de una declaración',
  request: { params: idParameter, query: entryQuery },
  responses: {
    ...problems(404),
    200: json(entryPage, 'Una página de datos.', { items: [examples.entry], nextCursor: null }),
  },
});

const getDeclarationSummary = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}/summary',
  operationId: 'getDeclarationSummary',
  summary: 'Ver el resumen: totales por categoría, topes, obligación de declarar y advertencias',
  request: { params: idParameter },
  responses: { ...problems(404), 200: json(declarationSummary, 'El resumen.', examples.summary) },
});

const analysisOfExample = {
  ...examples.run,
  task: analyzeDeclaration.name,
  documentId: null,
  declarationId: examples.declaration.id,
};

const startAnalysis = createRoute({
  ...common,
  method: 'post',
  path: '/v1/declarations/{id}/analyses',
  operationId: 'startAnalysis',
  summary: 'Analizar de nuevo una declaración',
  description: 'Si ya hay un análisis en espera, responde con ese.',
  request: { params: idParameter, headers: idempotencyHeaders },
  responses: {
    ...problems(404, 409, 429),
    202: json(run, 'La tarea que la analiza.', analysisOfExample),
  },
});

const reprocess = createRoute({
  ...common,
  method: 'post',
  path: '/v1/declarations/{id}/reprocess',
  operationId: 'reprocessDeclaration',
  summary: 'Leer de nuevo todos los documentos vigentes de una declaración y después analizarla',
  description:
    'El análisis espera (`blocked`) hasta que termine la lectura de cada documento, con o sin éxito. Un documento que ' +
    'falla conserva lo que se había leído de él.',
  request: { params: idParameter, headers: idempotencyHeaders },
  responses: {
    ...problems(404, 409, 429),
    202: json(declarationReprocessing, 'Las tareas.', {
      analysis: { ...analysisOfExample, state: 'blocked' },
      documents: [{ documentId: examples.document.id, run: examples.run }],
    }),
  },
});

export function declarationRoutes({ db, backlog }: ApiDependencies) {
  async function require(organizationId: string, id: string) {
    const row = await findDeclaration(db, organizationId, id);
    if (row === null) throw notFound('declaration');
    return row;
  }

  return createRouter()
    .openapi(listDeclarationsRoute, async (context) => {
      const filter = {
        ...defined(context.req.valid('query')),
        organizationId: context.get('organizationId'),
      };
      return context.json(presentPage(await listDeclarations(db, filter), presentDeclaration), 200);
    })
    .openapi(getDeclaration, async (context) => {
      const row = await require(context.get('organizationId'), context.req.valid('param').id);
      return context.json(presentDeclaration(row), 200);
    })
    .openapi(listDeclarationEntries, async (context) => {
      const { id } = context.req.valid('param');
      const organizationId = context.get('organizationId');
      await require(organizationId, id);
      const filter = { ...defined(context.req.valid('query')), organizationId, declarationId: id };
      return context.json(presentPage(await listEntries(db, filter), presentEntry), 200);
    })
    .openapi(getDeclarationSummary, async (context) => {
      const row = await require(context.get('organizationId'), context.req.valid('param').id);
      return context.json(await summarizeDeclaration(db, row), 200);
    })
    .openapi(startAnalysis, async (context) => {
      const organizationId = context.get('organizationId');
      const { id: declarationId } = context.req.valid('param');
      await require(organizationId, declarationId);
      await refuseWhenFull(db, organizationId, backlog);
      const key = context.req.valid('header')['idempotency-key'];
      const request = idempotentRequest(organizationId, key, 'startAnalysis', declarationId);
      const response = await db.transaction().execute(
        async (trx) =>
          await answerOnce(trx, request, async () => {
            const options = { organizationId, declarationId };
            const enqueued = await enqueue(trx, analyzeDeclaration, { declarationId }, options);
            return { status: 202 as const, body: presentRun(enqueued.run) };
          }),
      );
      return context.json(response.body, response.status);
    })
    .openapi(reprocess, async (context) => {
      const organizationId = context.get('organizationId');
      const { id: declarationId } = context.req.valid('param');
      await require(organizationId, declarationId);
      await refuseWhenFull(db, organizationId, backlog);
      const key = context.req.valid('header')['idempotency-key'];
      const request = idempotentRequest(organizationId, key, 'reprocessDeclaration', declarationId);
      const response = await db.transaction().execute(
        async (trx) =>
          await answerOnce(trx, request, async () => {
            const { analysis, documents } = await reprocessDeclaration(trx, organizationId, declarationId);
            const body = {
              analysis: presentRun(analysis),
              documents: documents.map(({ documentId, run: row }) => ({ documentId, run: presentRun(row) })),
            };
            return { status: 202 as const, body };
          }),
      );
      return context.json(response.body, response.status);
    });
}
