import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedFault } from '../plan/faults.ts';
import type { FaultKind, Link } from '../plan/kinds.ts';
import type { ObjectFault } from '../proxies/object-fault-proxy.ts';
import type { ChaosStack } from '../stack.ts';
import { freeze, kill, replace } from './processes.ts';
import { crashObjectStore, flushRedis, restartPostgres, restartRedis } from './services.ts';

/** What an injected fault is told of. */
export interface FaultContext {
  readonly stack: ChaosStack;
  readonly fault: PlannedFault;
  /** Aborts when the suite ends its faults early. */
  readonly signal: AbortSignal;
  /** What the report should know, such as a process that had to be killed although it was asked to stop. */
  readonly note: (text: string) => void;
}

/** Does what it does and resolves when the fault itself is over; recovering from it is the system's part. */
type Inject = (context: FaultContext) => Promise<void>;

/** The far end of a dead connection gives up after this time, as servers' keep-alives and time limits do. */
const FAR_END_FORGETS_AFTER_MS = 15_000;
const SLOW_MS = 60;

export const INJECTIONS: Readonly<Record<FaultKind, Inject>> = {
  'kill-worker': kill('worker'),
  'kill-beat': kill('beat'),
  'kill-monitor': kill('monitor'),
  'kill-api': kill('api'),
  'stop-worker': replace('worker'),
  'stop-beat': replace('beat'),
  'stop-monitor': replace('monitor'),
  'stop-api': replace('api'),
  'freeze-worker': freeze('worker'),
  'freeze-beat': freeze('beat'),

  'redis-flush': flushRedis,
  'redis-restart': (context) => restartRedis(context, { keepFile: true }),
  'redis-restart-empty': (context) => restartRedis(context, { keepFile: false }),
  'postgres-restart': (context) => restartPostgres(context, 'SIGINT'),
  'postgres-crash': (context) => restartPostgres(context, 'SIGQUIT'),
  'object-store-crash': crashObjectStore,

  'postgres-cut': cut('postgres'),
  'redis-cut': cut('redis'),
  'objects-cut': cut('objects'),
  'api-cut': cut('api'),
  'postgres-slow': slow('postgres'),
  'redis-slow': slow('redis'),
  'objects-slow': slow('objects'),
  'api-slow': slow('api'),
  'postgres-half-open': halfOpen('postgres'),
  'redis-half-open': halfOpen('redis'),
  'objects-half-open': halfOpen('objects'),
  'api-half-open': halfOpen('api'),

  'objects-unavailable': spoil('unavailable'),
  'objects-disk-full': spoil('disk-full'),
  'objects-truncated': spoil('truncated'),
  'objects-dribbling': spoil('dribbling'),
};

function cut(link: Link): Inject {
  return (context) => during(context, context.stack.links[link].cut());
}

function slow(link: Link): Inject {
  return (context) => during(context, context.stack.links[link].slow(SLOW_MS));
}

function halfOpen(link: Link): Inject {
  return (context) => during(context, context.stack.links[link].halfOpen(FAR_END_FORGETS_AFTER_MS));
}

function spoil(fault: ObjectFault): Inject {
  return (context) => during(context, context.stack.objectFaults.begin(fault));
}

async function during({ fault, signal }: FaultContext, end: () => void): Promise<void> {
  try {
    await sleep(fault.lastsMs, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    end();
  }
}
