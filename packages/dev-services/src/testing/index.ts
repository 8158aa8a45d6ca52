/** What tests of other packages need: one shared stack, and a database and a Redis to themselves. */
export { createTestDatabase, prepareTemplateDatabase } from './test-database.ts';
export type { TemplateOptions, TestDatabase, TestDatabaseOptions } from './test-database.ts';
export { createTestRedis } from './test-redis.ts';
export type { TestRedis } from './test-redis.ts';
export { startTestServices } from './test-services.ts';
export type { TestServicesOptions } from './test-services.ts';
