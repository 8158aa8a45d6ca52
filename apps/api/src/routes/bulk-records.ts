import {
  countBulkRecords,
  type Database,
  type DocumentRow,
  findDocument,
  listBulkRecords,
  totalBulkRecords,
} from '@accountia/db';
import {
  bulkRecordPage,
  bulkRecordQuery,
  bulkTotals,
  bulkTotalsQuery,
  idParameter,
} from '@accountia/task-contracts/api';
import { createRoute } from '@hono/zod-openapi';
import type { Kysely, Transaction } from 'kysely';
import type { ApiDependencies } from '../context.ts';
import { bulkExamples } from '../openapi/bulk-examples.ts';
import { json, problems } from '../openapi/responses.ts';
import { presentBulkRecord, presentBulkTotals } from '../presenters/bulk.ts';
import { defined, presentPage } from '../presenters/values.ts';
import { notFound } from '../problems/api-error.ts';
import { createRouter, SECURITY, TAGS } from './router.ts';

/** Concepts of DIAN are tens; a file that has thousands of them has something else in that column. */
const MAX_CONCEPTS = 2_000;

const common = { tags: [TAGS.bulk.name], security: SECURITY };

const listDocumentRecords = createRoute({
  ...common,
  method: 'get',
  path: '/v1/documents/{id}/records',
  operationId: 'listDocumentRecords',
  summary: 'Listar los registros de un archivo de medios magnéticos, en el orden del archivo',
  description:
    'Cada registro es un tercero y un concepto con sus valores. De un reporte sobre un contribuyente, que no los tiene, la lista viene vacía.',
  request: { params: idParameter, query: bulkRecordQuery },
  responses: {
    ...problems(404),
    200: json(bulkRecordPage, 'Una página de registros.', { items: [bulkExamples.record], nextCursor: null }),
  },
});

const totalDocumentRecords = createRoute({
  ...common,
  method: 'get',
  path: '/v1/documents/{id}/records/totals',
  operationId: 'totalDocumentRecords',
  summary: 'Sumar los registros de un archivo de medios magnéticos, por columna y por concepto',
  description:
    'Lo que se compara con el encabezado y con los libros. Con los mismos filtros de la lista: el total de un tercero, de una hoja, de un concepto.',
  request: { params: idParameter, query: bulkTotalsQuery },
  responses: { ...problems(404), 200: json(bulkTotals, 'Los totales.', bulkExamples.totals) },
});

export function bulkRecordRoutes({ db }: ApiDependencies) {
  return createRouter()
    .openapi(listDocumentRecords, async (context) => {
      const { id } = context.req.valid('param');
      const filter = {
        ...defined(context.req.valid('query')),
        ...ownerOf(context.get('organizationId'), id),
      };
      const page = await ofDocument(db, filter, async (trx, { bulk }) => {
        if (bulk === null) return { items: [], nextCursor: null };
        return presentPage(await listBulkRecords(trx, filter), presentBulkRecord(bulk));
      });
      return context.json(page, 200);
    })
    .openapi(totalDocumentRecords, async (context) => {
      const { id } = context.req.valid('param');
      const filter = {
        ...defined(context.req.valid('query')),
        ...ownerOf(context.get('organizationId'), id),
      };
      const totals = await ofDocument(db, filter, async (trx, { bulk }) => {
        const recordCount = await countBulkRecords(trx, filter);
        const sums = await totalBulkRecords(trx, filter, MAX_CONCEPTS);
        return presentBulkTotals(id, bulk, { recordCount, ...sums });
      });
      return context.json(totals, 200);
    });
}

const ownerOf = (organizationId: string, documentId: string) => ({ organizationId, documentId });

/** The document and its records as they are at one moment: read again in between, its columns may have other numbers. */
async function ofDocument<Answer>(
  db: Kysely<Database>,
  { organizationId, documentId }: { organizationId: string; documentId: string },
  read: (trx: Transaction<Database>, document: DocumentRow) => Promise<Answer>,
): Promise<Answer> {
  const transaction = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return await transaction.execute(async (trx) => {
    const document = await findDocument(trx, organizationId, documentId);
    if (document === null) throw notFound('document');
    return await read(trx, document);
  });
}
