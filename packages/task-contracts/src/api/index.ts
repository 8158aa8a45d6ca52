export * from './common.ts';
export * from './declarations.ts';
export * from './documents.ts';
export * from './entries.ts';
export * from './health.ts';
export * from './runs.ts';
