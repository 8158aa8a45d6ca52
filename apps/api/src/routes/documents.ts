import { findDocument, listDocuments, listEntries } from '@accountia/db';
import {
  document,
  documentAccepted,
  documentPage,
  documentQuery,
  entryPage,
  entryQuery,
  idempotencyHeaders,
  idParameter,
  run,
} from '@accountia/task-contracts/api';
import { processFile } from '@accountia/task-contracts';
import { enqueue } from '@accountia/task-runtime';
import { createRoute } from '@hono/zod-openapi';
import { refuseWhenFull } from '../back-pressure.ts';
import type { ApiDependencies } from '../context.ts';
import { answerOnce, idempotentRequest } from '../idempotency.ts';
import { bulkExamples } from '../openapi/bulk-examples.ts';
import { examples } from '../openapi/examples.ts';
import { json, problems } from '../openapi/responses.ts';
import { presentDocument } from '../presenters/documents.ts';
import { presentEntry } from '../presenters/entries.ts';
import { presentRun } from '../presenters/runs.ts';
import { defined, presentPage } from '../presenters/values.ts';
import { ApiError, notFound } from '../problems/api-error.ts';
import { checkFile } from '../uploads/check-file.ts';
import { refuseMappingOf } from '../uploads/read-instructions.ts';
import { readUpload } from '../uploads/read-upload.ts';
import { createSlots } from '../uploads/slots.ts';
import { answerWithoutStoring, storeDocument } from '../uploads/store-document.ts';
import { createRouter, SECURITY, TAGS } from './router.ts';

/** Long enough to follow a redirect, too short to be passed around. */
const DOWNLOAD_SECONDS = 300;

const common = { tags: [TAGS.documents.name], security: SECURITY };
const accepted = { document: { ...examples.document, state: 'uploaded' as const }, run: examples.run };

const uploadDocument = createRoute({
  ...common,
  method: 'post',
  path: '/v1/documents',
  operationId: 'uploadDocument',
  summary: 'Cargar un reporte o un archivo de medios magnéticos',
  description:
    'Recibe, hasta 25 MiB, un reporte de la DIAN sobre un contribuyente en Excel (.xlsx), o lo que una empresa presenta de sus ' +
    'terceros (formatos 1001 a 5252), en Excel o en el XML de la DIAN (Dmuisca_….xml), y lo procesa en segundo plano: siga la ' +
    'tarea `run`. Lo de una empresa no es de la declaración de nadie: `declarationId` queda en null y `bulk` dice qué es. ' +
    'Los mismos bytes no se guardan dos veces. Con `Idempotency-Key` se puede repetir la solicitud sin riesgo.',
  request: {
    headers: idempotencyHeaders,
    body: {
      required: true,
      content: {
        // Described here, read by readUpload: a validator would take the whole body before anything counts it.
        'multipart/form-data': {
          schema: {
            type: 'object',
            required: ['file'],
            properties: {
              file: {
                type: 'string',
                format: 'binary',
                description: 'El archivo, tal como lo entrega o lo recibe la DIAN.',
              },
              reading: {
                type: 'string',
                contentMediaType: 'application/json',
                description:
                  'Lo que el archivo no dice de sí mismo, como JSON (`ReadingInstructions`): el año, el contribuyente (o la ' +
                  'empresa que informa), el formato, y en `mapping` qué columna es cada campo, para libros que no son de la DIAN.',
                example:
                  '{"year":2025,"taxpayer":{"documentType":"CC","number":"1098765401","name":"PEÑA ANA"},' +
                  '"mapping":{"columns":{"detail":"Concepto","amount":"Valor"}}}',
              },
            },
          },
        },
      },
    },
  },
  responses: {
    ...problems(408, 409, 413, 415, 422, 429),
    200: json(documentAccepted, 'Ya se había cargado el mismo archivo; no se guardó nada nuevo.', {
      ...accepted,
      alreadyUploaded: true,
    }),
    202: json(documentAccepted, 'Recibido; se procesa en segundo plano.', {
      ...accepted,
      alreadyUploaded: false,
    }),
  },
});

const listDocumentsRoute = createRoute({
  ...common,
  method: 'get',
  path: '/v1/documents',
  operationId: 'listDocuments',
  summary: 'Listar los documentos, del más nuevo al más antiguo',
  request: { query: documentQuery },
  responses: {
    ...problems(),
    200: json(documentPage, 'Una página de documentos.', {
      items: [examples.document, bulkExamples.document],
      nextCursor: null,
    }),
  },
});

const getDocument = createRoute({
  ...common,
  method: 'get',
  path: '/v1/documents/{id}',
  operationId: 'getDocument',
  summary: 'Ver un documento',
  request: { params: idParameter },
  responses: { ...problems(404), 200: json(document, 'El documento.', examples.document) },
});

const listDocumentEntries = createRoute({
  ...common,
  method: 'get',
  path: '/v1/documents/{id}/entries',
  operationId: 'listDocumentEntries',
  summary: 'Listar los datos leídos de un documento, en el orden de la hoja',
  request: { params: idParameter, query: entryQuery },
  responses: {
    ...problems(404),
    200: json(entryPage, 'Una página de datos.', { items: [examples.entry], nextCursor: null }),
  },
});

const downloadDocument = createRoute({
  ...common,
  method: 'get',
  path: '/v1/documents/{id}/download',
  operationId: 'downloadDocument',
  summary: 'Descargar el archivo original',
  description: 'Redirige a una dirección firmada que vence en cinco minutos.',
  request: { params: idParameter },
  responses: { ...problems(404, 410), 302: { description: 'La dirección del archivo, en `Location`.' } },
});

const reprocess = createRoute({
  ...common,
  method: 'post',
  path: '/v1/documents/{id}/reprocess',
  operationId: 'reprocessDocument',
  summary: 'Leer de nuevo un documento',
  description:
    'Lo que se lea reemplaza lo que había; si falla, queda lo de antes. Si ya se está leyendo, responde con esa tarea. Para toda ' +
    'una declaración está `POST /v1/declarations/{id}/reprocess`.',
  request: { params: idParameter, headers: idempotencyHeaders },
  responses: { ...problems(404, 409, 410, 429), 202: json(run, 'La tarea que lo lee.', examples.run) },
});

export function documentRoutes(dependencies: ApiDependencies) {
  const { db, objectStore, uploads, backlog } = dependencies;
  const slots = createSlots(uploads);

  return createRouter()
    .openapi(uploadDocument, async (context) => {
      const organizationId = context.get('organizationId');
      await refuseWhenFull(db, organizationId, backlog);
      const key = context.req.valid('header')['idempotency-key'];
      // Who went away neither waits for a slot nor holds one.
      const ended = AbortSignal.any([AbortSignal.timeout(uploads.timeoutMs), context.req.raw.signal]);
      const response = await slots.use(ended, async () => {
        const upload = await readUpload(context.req.raw, ended);
        const request = idempotentRequest(
          organizationId,
          key,
          'uploadDocument',
          upload.sha256,
          upload.filename,
          ...(upload.reading === null ? [] : [JSON.stringify(upload.reading)]),
        );
        const known = await answerWithoutStoring(dependencies, organizationId, upload, request);
        if (known !== null) return known;
        const kind = await checkFile(upload.bytes, ended);
        refuseMappingOf(kind, upload);
        return await storeDocument(dependencies, organizationId, upload, kind, request);
      });
      return context.json(response.body, response.status);
    })
    .openapi(listDocumentsRoute, async (context) => {
      const filter = {
        ...defined(context.req.valid('query')),
        organizationId: context.get('organizationId'),
      };
      return context.json(presentPage(await listDocuments(db, filter), presentDocument), 200);
    })
    .openapi(getDocument, async (context) => {
      const { id } = context.req.valid('param');
      const row = await findDocument(db, context.get('organizationId'), id);
      if (row === null) throw notFound('document');
      return context.json(presentDocument(row), 200);
    })
    .openapi(listDocumentEntries, async (context) => {
      const { id } = context.req.valid('param');
      const organizationId = context.get('organizationId');
      if ((await findDocument(db, organizationId, id)) === null) throw notFound('document');
      const filter = { ...defined(context.req.valid('query')), organizationId, documentId: id };
      return context.json(presentPage(await listEntries(db, filter), presentEntry), 200);
    })
    .openapi(reprocess, async (context) => {
      const { id: documentId } = context.req.valid('param');
      const organizationId = context.get('organizationId');
      const row = await findDocument(db, organizationId, documentId);
      if (row === null) throw notFound('document');
      if (row.state === 'purged') throw new ApiError(410, 'document_purged');
      await refuseWhenFull(db, organizationId, backlog);
      const key = context.req.valid('header')['idempotency-key'];
      const request = idempotentRequest(organizationId, key, 'reprocessDocument', documentId);
      const response = await db.transaction().execute(
        async (trx) =>
          await answerOnce(trx, request, async () => {
            const enqueued = await enqueue(trx, processFile, { documentId }, { organizationId, documentId });
            return { status: 202 as const, body: presentRun(enqueued.run) };
          }),
      );
      return context.json(response.body, response.status);
    })
    .openapi(downloadDocument, async (context) => {
      const { id } = context.req.valid('param');
      const row = await findDocument(db, context.get('organizationId'), id);
      if (row === null) throw notFound('document');
      if (row.state === 'purged') throw new ApiError(410, 'document_purged');
      const url = await objectStore.signedUrl(row.object_name, {
        action: 'read',
        expiresInSeconds: DOWNLOAD_SECONDS,
        filename: row.filename,
      });
      return context.redirect(url, 302);
    });
}
