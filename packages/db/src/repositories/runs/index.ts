export * from './control.ts';
export * from './dispatch.ts';
export * from './enqueue.ts';
export * from './events.ts';
export * from './execution.ts';
export * from './inspection.ts';
export * from './recovery.ts';
