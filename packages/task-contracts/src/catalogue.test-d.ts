import type { TaskName, TaskPayload, TaskProgress, TaskResult } from './index.ts';

/** Compiled, never run: names are literals, and each brings its own shapes. */
const name: TaskName = 'exogena.process-file';
void name;
// @ts-expect-error there is no such task
const unknown: TaskName = 'exogena.make-coffee';
void unknown;

const payload: TaskPayload<'declaration.analyze'> = { declarationId: 'an-id' };
void payload;
// @ts-expect-error the payload of another task
const foreign: TaskPayload<'declaration.analyze'> = { documentId: 'an-id' };
void foreign;

const progress: TaskProgress<'exogena.process-file'> = { phase: 'read', percent: 50, rows: 10 };
void progress;
// @ts-expect-error a phase that is not one
const phase: TaskProgress<'exogena.process-file'> = { phase: 'brew', percent: 50, rows: 10 };
void phase;

declare const result: TaskResult<'system.ping'>;
const worker: string = result.workerId;
void worker;
