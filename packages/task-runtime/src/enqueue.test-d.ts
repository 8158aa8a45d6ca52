import type { Database } from '@accountia/db';
import { ping, processFile } from '@accountia/task-contracts';
import type { Transaction } from 'kysely';
import { enqueue } from './enqueue.ts';
import { enqueueFlow } from './flow.ts';
import type { TaskHandler, TaskHandlers } from './handler.ts';

/** Compiled, never run: each line that must not compile says so. */
declare const trx: Transaction<Database>;
declare const pingHandler: TaskHandler<typeof ping>;
const options = { organizationId: 'an-id' };

void enqueue(trx, ping, { echo: 'hola' }, options);
// @ts-expect-error the payload of another task
void enqueue(trx, processFile, { echo: 'hola' }, options);
// @ts-expect-error a field of the wrong type
void enqueue(trx, ping, { echo: 7 }, options);
// @ts-expect-error nobody says whose run it is
void enqueue(trx, ping, { echo: 'hola' }, {});
// @ts-expect-error work starts in a transaction or not at all
void enqueue({} as import('kysely').Kysely<Database>, ping, { echo: 'hola' }, options);

// @ts-expect-error four tasks of the catalogue have no handler
const incomplete: TaskHandlers = { 'system.ping': pingHandler };
void incomplete;

const wrongResult: TaskHandler<typeof ping> = {
  // @ts-expect-error the result lacks workerId and attempt
  execute: async () => ({ apply: async () => ({ echo: 'hola' }) }),
};
void wrongResult;

const child = { task: ping, payload: { echo: 'hola' } } as const;
const fails = { organizationId: 'an-id', onChildFailure: 'fail' } as const;
const foreign = { task: ping, payload: { documentId: 'an-id' } } as const;
void enqueueFlow(trx, { children: [child], afterwards: child }, fails);
// @ts-expect-error a child with the payload of another task
void enqueueFlow(trx, { children: [foreign], afterwards: child }, fails);
// @ts-expect-error nobody says what a child's failure means
void enqueueFlow(trx, { children: [], afterwards: child }, { organizationId: 'an-id' });
