export * from './environment.ts';
export { type EventLoopWatch, watchEventLoop } from './event-loop.ts';
export { refuseWhileStopping, serveHealth } from './health-server.ts';
export { checkHealth, type HealthCheck } from './health.ts';
export { type HttpServer, serveHttp } from './http.ts';
export { createLifecycle, type Lifecycle } from './lifecycle.ts';
export { createLogger, type Logger } from './logging.ts';
export { VERSION } from './version.ts';
