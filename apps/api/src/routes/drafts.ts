import {
  type Database,
  declarationDecisionHistory,
  type DeclarationRow,
  findDeclaration,
  findDraft,
  listDrafts,
} from '@accountia/db';
import {
  declarationDecisionList,
  declarationDecisionQuery,
  draft,
  draftInputSchema,
  draftList,
  draftQuery,
  draftRequest,
  draftVersionParameters,
  idempotencyHeaders,
  idParameter,
} from '@accountia/task-contracts/api';
import { DRAFT_INPUT_SCHEMA } from '@accountia/tax-rules';
import { createRoute } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { ApiDependencies } from '../context.ts';
import { fingerprintOf, loadCase } from '../drafts/case.ts';
import { storeDraft } from '../drafts/store-draft.ts';
import { answerOnce, idempotentRequest } from '../idempotency.ts';
import { draftExamples as examples } from '../openapi/draft-examples.ts';
import { body, json, problemOf, problems } from '../openapi/responses.ts';
import { presentDeclarationDecision, presentDraft, presentDraftSummary } from '../presenters/drafts.ts';
import { defined } from '../presenters/values.ts';
import { notFound } from '../problems/api-error.ts';
import { createRouter, SECURITY, TAGS } from './router.ts';

const common = { tags: [TAGS.drafts.name], security: SECURITY };

const createDraft = createRoute({
  ...common,
  method: 'post',
  path: '/v1/declarations/{id}/drafts',
  operationId: 'createDraft',
  summary: 'Calcular el borrador del formulario 210 y guardarlo como una versión nueva',
  description:
    'Guarda lo que se informa y se decide, y calcula cada casilla con los datos vigentes de la declaración. Lo que no se ' +
    'nombra queda como estaba. Si nada cambió desde la última versión, responde con esa (200).',
  request: { params: idParameter, headers: idempotencyHeaders, body: body(draftRequest, examples.request) },
  responses: {
    ...problems(404, 409),
    422: problemOf('No se conoce el formulario 210 de ese año gravable, o no es el que corresponde.'),
    200: json(draft, 'La última versión: nada cambió desde que se guardó.', examples.draft),
    201: json(draft, 'La versión nueva.', examples.draft),
  },
});

const listDraftsRoute = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}/drafts',
  operationId: 'listDrafts',
  summary:
    'Listar las versiones del borrador, de la más nueva a la más antigua, con lo que cambió en cada una',
  request: { params: idParameter, query: draftQuery },
  responses: {
    ...problems(404),
    200: json(draftList, 'Las versiones.', { items: [examples.summary] }),
  },
});

const getLatestDraft = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}/drafts/latest',
  operationId: 'getLatestDraft',
  summary: 'Ver la última versión del borrador',
  request: { params: idParameter },
  responses: { ...problems(404), 200: json(draft, 'La última versión.', examples.draft) },
});

const getDraft = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}/drafts/{version}',
  operationId: 'getDraft',
  summary: 'Ver una versión del borrador',
  request: { params: draftVersionParameters },
  responses: { ...problems(404), 200: json(draft, 'La versión.', examples.draft) },
});

const listDecisions = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}/decisions',
  operationId: 'listDeclarationDecisions',
  summary: 'Ver lo que se ha informado y decidido de una declaración: quién, cuándo y qué reemplazó',
  request: { params: idParameter, query: declarationDecisionQuery },
  responses: {
    ...problems(404),
    200: json(declarationDecisionList, 'De lo más nuevo a lo más antiguo.', { items: [examples.decision] }),
  },
});

const getDraftInputSchema = createRoute({
  ...common,
  method: 'get',
  path: '/v1/draft-input-schema',
  operationId: 'getDraftInputSchema',
  summary: 'Ver qué casillas y datos admite un borrador, con la razón de cada pregunta',
  responses: {
    ...problems(),
    200: json(draftInputSchema, 'Un JSON Schema (2020-12).', { title: 'Borrador del formulario 210' }),
  },
});

export function draftRoutes({ db }: ApiDependencies) {
  return createRouter()
    .openapi(createDraft, async (context) => {
      const organizationId = context.get('organizationId');
      const { id: declarationId } = context.req.valid('param');
      const request = context.req.valid('json');
      const key = context.req.valid('header')['idempotency-key'];
      const asked = JSON.stringify(request);
      const once = idempotentRequest(organizationId, key, 'createDraft', declarationId, asked);
      const by = { organizationId, declarationId, apiKeyId: context.get('apiKeyId') };
      const response = await db
        .transaction()
        .execute(async (trx) => await answerOnce(trx, once, async () => await storeDraft(trx, by, request)));
      return context.json(response.body, response.status);
    })
    .openapi(listDraftsRoute, async (context) => {
      const { about, fingerprint } = await current(
        db,
        context.get('organizationId'),
        context.req.valid('param').id,
      );
      const rows = await listDrafts(db, { ...about, ...defined(context.req.valid('query')) });
      return context.json({ items: rows.map((row) => presentDraftSummary(row, fingerprint)) }, 200);
    })
    .openapi(getLatestDraft, async (context) => {
      const { about, fingerprint } = await current(
        db,
        context.get('organizationId'),
        context.req.valid('param').id,
      );
      const row = await findDraft(db, about);
      if (row === null) throw notFound('draft');
      return context.json(presentDraft(row, fingerprint), 200);
    })
    .openapi(getDraft, async (context) => {
      const { id, version } = context.req.valid('param');
      const { about, fingerprint } = await current(db, context.get('organizationId'), id);
      const row = await findDraft(db, { ...about, version });
      if (row === null) throw notFound('draft');
      return context.json(presentDraft(row, fingerprint), 200);
    })
    .openapi(listDecisions, async (context) => {
      const row = await requireDeclaration(db, context.get('organizationId'), context.req.valid('param').id);
      const about = { organizationId: row.organization_id, declarationId: row.id };
      const decisions = await declarationDecisionHistory(db, about, context.req.valid('query').limit);
      return context.json({ items: decisions.map(presentDeclarationDecision) }, 200);
    })
    .openapi(getDraftInputSchema, (context) => context.json({ ...DRAFT_INPUT_SCHEMA }, 200));
}

/** The caller's declaration. Throws ApiError `declaration_not_found`. */
export async function requireDeclaration(
  db: Kysely<Database>,
  organizationId: string,
  id: string,
): Promise<DeclarationRow> {
  const row = await findDeclaration(db, organizationId, id);
  if (row === null) throw notFound('declaration');
  return row;
}

/** A declaration and what its drafts would be made of now. */
async function current(db: Kysely<Database>, organizationId: string, declarationId: string) {
  const declaration = await requireDeclaration(db, organizationId, declarationId);
  const fingerprint = fingerprintOf(await loadCase(db, declaration));
  return { about: { organizationId, declarationId }, fingerprint };
}
