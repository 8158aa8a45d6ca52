export * from './decisions.ts';
export * from './drafts.ts';
