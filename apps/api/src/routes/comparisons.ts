import {
  certificateComparison,
  certificateRequest,
  comparisonQuery,
  idParameter,
  reportComparison,
  topeExplanationList,
  yearComparison,
} from '@accountia/task-contracts/api';
import { createRoute } from '@hono/zod-openapi';
import { compareCertificates } from '../comparisons/certificates.ts';
import { compareDownloads } from '../comparisons/downloads.ts';
import { explainDeclarationTopes } from '../comparisons/topes.ts';
import { comparePreviousYear } from '../comparisons/years.ts';
import type { ApiDependencies } from '../context.ts';
import { loadCase } from '../drafts/case.ts';
import { comparisonExamples as examples } from '../openapi/comparison-examples.ts';
import { body, json, problems } from '../openapi/responses.ts';
import { requireDeclaration } from './drafts.ts';
import { createRouter, SECURITY, TAGS } from './router.ts';

const common = { tags: [TAGS.comparisons.name], security: SECURITY };

const compareReport = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}/comparison',
  operationId: 'compareDownloads',
  summary: 'Ver qué cambió en el reporte vigente frente a una descarga anterior',
  request: { params: idParameter, query: comparisonQuery },
  responses: {
    ...problems(404, 409, 410),
    200: json(reportComparison, 'Lo agregado, lo retirado y lo cambiado.', examples.report),
  },
});

const explainTopesRoute = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}/topes',
  operationId: 'explainTopes',
  summary: 'Ver por qué los totales de la DIAN difieren de la suma de los datos',
  request: { params: idParameter },
  responses: { ...problems(404), 200: json(topeExplanationList, 'Los cinco topes.', examples.topes) },
});

const compareCertificatesRoute = createRoute({
  ...common,
  method: 'post',
  path: '/v1/declarations/{id}/certificates/compare',
  operationId: 'compareCertificates',
  summary: 'Comparar lo reportado con los certificados que se tienen',
  description: 'Por informante y categoría, con una tolerancia en pesos. No se guarda nada.',
  request: { params: idParameter, body: body(certificateRequest, examples.certificates) },
  responses: { ...problems(404), 200: json(certificateComparison, 'La comparación.', examples.certified) },
});

const compareYearsRoute = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}/comparison/previous-year',
  operationId: 'comparePreviousYear',
  summary: 'Comparar con la declaración del año anterior del mismo contribuyente',
  description:
    'Casillas y categorías que cambian, y si el aumento del impuesto alcanza el beneficio de auditoría.',
  request: { params: idParameter },
  responses: { ...problems(404, 409), 200: json(yearComparison, 'Los dos años.', examples.years) },
});

export function comparisonRoutes({ db }: ApiDependencies) {
  return createRouter()
    .openapi(compareReport, async (context) => {
      const { id } = context.req.valid('param');
      const declaration = await requireDeclaration(db, context.get('organizationId'), id);
      return context.json(await compareDownloads(db, declaration, context.req.valid('query').with), 200);
    })
    .openapi(explainTopesRoute, async (context) => {
      const { id } = context.req.valid('param');
      const declaration = await requireDeclaration(db, context.get('organizationId'), id);
      return context.json(explainDeclarationTopes(await loadCase(db, declaration)), 200);
    })
    .openapi(compareCertificatesRoute, async (context) => {
      const { id } = context.req.valid('param');
      const declaration = await requireDeclaration(db, context.get('organizationId'), id);
      const declared = await loadCase(db, declaration);
      return context.json(compareCertificates(declared, context.req.valid('json')), 200);
    })
    .openapi(compareYearsRoute, async (context) => {
      const { id } = context.req.valid('param');
      const declaration = await requireDeclaration(db, context.get('organizationId'), id);
      return context.json(await comparePreviousYear(db, declaration), 200);
    });
}
