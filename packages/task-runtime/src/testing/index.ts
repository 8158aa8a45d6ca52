export { createEagerRunner, type EagerRunner } from './eager.ts';
export { handlersWith } from './handlers.ts';
export { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';
export { findRedisServer, type RedisServer, startRedisServer } from './redis-server.ts';
