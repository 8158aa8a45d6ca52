export * from './decisions.ts';
export * from './overrides.ts';
export * from './queue.ts';
