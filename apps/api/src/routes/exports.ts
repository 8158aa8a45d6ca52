import { idParameter } from '@accountia/task-contracts/api';
import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ApiDependencies, ApiEnvironment } from '../context.ts';
import { resultsReport } from '../exports/results-report.ts';
import { problemOf, problems } from '../openapi/responses.ts';
import { requireDeclaration } from './drafts.ts';
import { createRouter, SECURITY, TAGS } from './router.ts';

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const PDF = 'application/pdf';

/** Loaded when somebody first asks: what writes files takes some 90 MB, and most processes write none. */
const writers = async () => await import('@accountia/exports');

const common = { tags: [TAGS.exports.name], security: SECURITY };

const file = (contentType: string, description: string) => ({
  description,
  content: { [contentType]: { schema: { type: 'string' as const, format: 'binary' } } },
});

const getResultsWorkbook = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}/results.xlsx',
  operationId: 'getResultsWorkbook',
  summary: 'Descargar el libro de resultados',
  description:
    'Los datos con quién los clasificó, el borrador del formulario 210 con lo que hay detrás de cada casilla, los topes y lo ' +
    'que falta por revisar, como se conocen en este momento. Las sumas son fórmulas vivas; ningún texto reportado lo es.',
  request: { params: idParameter },
  responses: {
    ...problems(404),
    422: problemOf('La declaración tiene más datos de los que caben en un libro.'),
    200: file(WORKBOOK, 'El libro de Excel.'),
  },
});

const getSummaryPdf = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}/summary.pdf',
  operationId: 'getSummaryPdf',
  summary: 'Descargar el resumen para el cliente',
  description:
    'Si debe declarar y cuándo, el resultado del borrador, lo que falta por confirmar y lo que conviene revisar.',
  request: { params: idParameter },
  responses: {
    ...problems(404),
    422: problemOf('La declaración tiene más datos de los que caben en un libro.'),
    200: file(PDF, 'El resumen en PDF.'),
  },
});

export function exportRoutes({ db }: ApiDependencies) {
  return createRouter()
    .openapi(getResultsWorkbook, async (context) => {
      const row = await requireDeclaration(db, context.get('organizationId'), context.req.valid('param').id);
      const { writeResultsWorkbook } = await writers();
      const bytes = await writeResultsWorkbook(await resultsReport(db, row));
      return download(context, bytes, WORKBOOK, `resultados-${row.taxable_year}-${row.taxpayer_number}.xlsx`);
    })
    .openapi(getSummaryPdf, async (context) => {
      const row = await requireDeclaration(db, context.get('organizationId'), context.req.valid('param').id);
      const { writeSummaryPdf } = await writers();
      const bytes = await writeSummaryPdf(await resultsReport(db, row));
      return download(context, bytes, PDF, `resumen-${row.taxable_year}-${row.taxpayer_number}.pdf`);
    });
}

/** A person's figures: saved under a name, kept by no cache. */
function download(
  context: Context<ApiEnvironment>,
  bytes: Buffer,
  contentType: string,
  filename: string,
): Response {
  return context.body(new Uint8Array(bytes), 200, {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${filename.replace(/[^\w.-]/g, '_')}"`,
    'cache-control': 'private, no-store',
  });
}
