export { DevServicesError } from './errors.ts';
export type { DevServicesErrorCode } from './errors.ts';
export { clean, down, status } from './stack.ts';
export { up } from './up.ts';
export type {
  DevServices,
  ObjectStoreSettings,
  PostgresQueue,
  RedisQueue,
  StackOptions,
  StackStatus,
  UpOptions,
} from './types.ts';
