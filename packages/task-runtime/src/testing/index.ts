export { createEagerRunner, type EagerRunner } from './eager.ts';
export { handlersWith } from './handlers.ts';
