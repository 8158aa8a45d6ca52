import { VERSION } from '@accountia/service-kit';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnvironment } from '../context.ts';
import { TAGS } from '../routes/router.ts';

/** The OpenAPI 3.1 document of all routes registered so far. */
export function describeApi(app: OpenAPIHono<ApiEnvironment>): object {
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'ack_…',
    description: 'La clave de su organización: `Authorization: Bearer ack_…`.',
  });
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Accountia API',
      version: VERSION,
      description:
        'Lee los reportes de información exógena de la DIAN, clasifica cada dato y explica la declaración de renta citando la ley; y lee ' +
        'lo que las empresas presentan de sus terceros.\n\n' +
        'Los valores en pesos viajan como texto decimal. Los errores son `application/problem+json` (RFC 9457): `code` es para ' +
        'programas, `detail` para personas.',
      license: { name: 'MIT' },
    },
    servers: [{ url: '/', description: 'Este servidor' }],
    tags: Object.values(TAGS),
    security: [{ apiKey: [] }],
  });
}
