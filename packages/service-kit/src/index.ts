export * from './environment.ts';
export { checkHealth, type HealthCheck } from './health.ts';
export { type HttpServer, serveHttp } from './http.ts';
export { createLifecycle, type Lifecycle } from './lifecycle.ts';
export { createLogger, type Logger } from './logging.ts';
export { VERSION } from './version.ts';
