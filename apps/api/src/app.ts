import type { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import type { ApiDependencies, ApiEnvironment } from './context.ts';
import { accessLog } from './middleware/access-log.ts';
import { authenticate } from './middleware/authenticate.ts';
import { describeApi } from './openapi/describe.ts';
import { ApiError } from './problems/api-error.ts';
import { classifyError } from './problems/classify.ts';
import { problemResponse } from './problems/respond.ts';
import { bulkRecordRoutes } from './routes/bulk-records.ts';
import { comparisonRoutes } from './routes/comparisons.ts';
import { declarationRoutes } from './routes/declarations.ts';
import { documentRoutes } from './routes/documents.ts';
import { draftRoutes } from './routes/drafts.ts';
import { exportRoutes } from './routes/exports.ts';
import { healthRoutes } from './routes/health.ts';
import { insightRoutes } from './routes/insights.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { questionRoutes } from './routes/questions.ts';
import { referenceRoutes } from './routes/reference.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { createRouter } from './routes/router.ts';
import { runRoutes } from './routes/runs.ts';
import { usageRoutes } from './routes/usage.ts';

/** Whatever is not named here needs a key. */
export const PUBLIC_PATHS: ReadonlySet<string> = new Set([
  '/',
  '/livez',
  '/readyz',
  '/health',
  '/openapi.json',
  '/reference',
  '/reference/scalar.js',
  '/reference/start.js',
]);

const MAX_REQUEST_ID = 100;
const MAX_JSON_BYTES = 64 * 1024;
/** Counts for itself while it reads. */
const UPLOAD_PATH = '/v1/documents';

/** The whole API over its dependencies; it listens to nothing, so that tests call `request` on it. */
export function createApi(dependencies: ApiDependencies): OpenAPIHono<ApiEnvironment> {
  const { db, logger } = dependencies;
  const app = createRouter();

  app.onError((thrown, context) => {
    const error = classifyError(thrown);
    const facts = { requestId: context.get('requestId'), code: error.code, err: error.cause ?? thrown };
    if (error.status >= 500) logger.error(facts, 'request failed');
    else if (error.cause !== undefined) logger.debug(facts, 'request refused');
    return problemResponse(context, error);
  });
  app.notFound((context) => problemResponse(context, new ApiError(404, 'route_not_found')));

  const limitBody = bodyLimit({
    maxSize: MAX_JSON_BYTES,
    onError: () => {
      throw new ApiError(413, 'request_too_large');
    },
  });
  app.use(requestId({ limitLength: MAX_REQUEST_ID }));
  app.use(accessLog(logger));
  app.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      // The reference page brings a policy of its own.
      overwrite: false,
    }),
  );
  app.use(authenticate(db, PUBLIC_PATHS));
  app.use(async (context, next) => {
    if (context.req.path === UPLOAD_PATH && context.req.method === 'POST') return await next();
    return await limitBody(context, next);
  });
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (context, allowed) => {
        const headers = { allow: allowed.join(', ') };
        return problemResponse(
          context,
          new ApiError(405, 'method_not_allowed', { details: { allowed }, headers }),
        );
      },
    }),
  );

  app.route('/', documentRoutes(dependencies));
  app.route('/', bulkRecordRoutes(dependencies));
  app.route('/', declarationRoutes(dependencies));
  app.route('/', insightRoutes(dependencies));
  app.route('/', draftRoutes(dependencies));
  app.route('/', questionRoutes(dependencies));
  app.route('/', reviewRoutes(dependencies));
  app.route('/', comparisonRoutes(dependencies));
  app.route('/', exportRoutes(dependencies));
  app.route('/', runRoutes(dependencies));
  app.route('/', notificationRoutes(dependencies));
  app.route('/', usageRoutes(dependencies));
  app.route('/', healthRoutes(dependencies));
  app.route('/', referenceRoutes());

  const description = describeApi(app);
  app.get('/openapi.json', (context) => context.json(description));
  return app;
}
