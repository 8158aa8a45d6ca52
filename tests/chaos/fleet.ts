import { setTimeout as sleep } from 'node:timers/promises';
import { type AppName, AppStartError, type RunningApp, startApp } from '@accountia/cli/stack';

type AppOptions = Parameters<typeof startApp>[0];

const RESTART_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 3_000;
/** Longer than any app's own grace period. */
const STOP_GRACE_MS = 45_000;

/** Tells what becomes of one process, as an orchestrator would see it. */
export interface FleetEvents {
  readonly onUp: (member: Member, app: RunningApp) => void;
  readonly onEnd: (member: Member, how: string) => void;
}

/** One place that is to be filled with a running app: when its process ends, another one is started, for ever. */
export interface Member {
  readonly id: string;
  readonly name: AppName;
  /** Null while it is down. */
  current(): RunningApp | null;
  kill(): void;
  /** SIGTERM; another process follows when this one has ended. False when it had to be killed. */
  replace(): Promise<boolean>;
  /** Resolves when a process is ready. */
  up(): Promise<void>;
  stop(): Promise<void>;
}

export interface Fleet {
  readonly members: readonly Member[];
  /** Every process that was ever started. */
  readonly pids: ReadonlySet<number>;
  readonly restarts: number;
  /** Processes that ended although nobody had asked or killed them, each as a sentence. */
  readonly crashes: readonly string[];
  named(name: AppName): readonly Member[];
  /** What takes in work goes first. */
  stop(): Promise<void>;
}

/** Starts the members at once and keeps them up. Rejects when one does not start the first time. */
export async function startFleet(
  members: readonly { id: string; options: () => Promise<AppOptions> }[],
  events: FleetEvents,
): Promise<Fleet> {
  const pids = new Set<number>();
  const counts: Counts = { restarts: 0, crashes: [] };
  const started = await Promise.allSettled(
    members.map(({ id, options }) => startMember(id, options, events, pids, counts)),
  );
  const running = started.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const failed = started.find((start) => start.status === 'rejected');
  const stop = async () => {
    for (const name of ['api', 'monitor', 'beat', 'worker']) {
      await Promise.all(running.filter((member) => member.name === name).map((member) => member.stop()));
    }
  };
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return {
    members: running,
    pids,
    get restarts() {
      return counts.restarts;
    },
    crashes: counts.crashes,
    named: (name) => running.filter((member) => member.name === name),
    stop,
  };
}

interface Counts {
  restarts: number;
  readonly crashes: string[];
}

async function startMember(
  id: string,
  options: () => Promise<AppOptions>,
  events: FleetEvents,
  pids: Set<number>,
  counts: Counts,
): Promise<Member> {
  const stopping = new AbortController();
  let app: RunningApp | null = null;
  let asked = false;
  const killed = new Set<number>();
  let ready = Promise.withResolvers<void>();

  async function start(): Promise<RunningApp> {
    const next = await startApp(await options());
    pids.add(next.pid);
    return next;
  }

  function isUp(next: RunningApp): void {
    app = next;
    asked = false;
    events.onUp(member, next);
    ready.resolve();
  }

  async function keepUp(first: RunningApp): Promise<void> {
    let current = first;
    for (;;) {
      const { code, signal } = await current.ended;
      app = null;
      ready = Promise.withResolvers<void>();
      const how = signal ?? `exit code ${code}`;
      if (!asked) counts.crashes.push(`${id} ended by itself with ${how}`);
      events.onEnd(member, how);
      const next = await startAgain();
      if (next === null) return;
      counts.restarts += 1;
      current = next;
      isUp(next);
    }
  }

  /** As an orchestrator does: slower each time. Null when it is no longer wanted. */
  async function startAgain(): Promise<RunningApp | null> {
    for (
      let pause = RESTART_PAUSE_MS;
      !stopping.signal.aborted;
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    ) {
      await sleep(pause, undefined, { signal: stopping.signal }).catch(ignoreAbort);
      if (stopping.signal.aborted) return null;
      try {
        const next = await start();
        if (!stopping.signal.aborted) return next;
        await next.stop(STOP_GRACE_MS);
        return null;
      } catch (error) {
        if (!(error instanceof AppStartError)) throw error;
      }
    }
    return null;
  }

  const member: Member = {
    id,
    name: (await options()).name,
    current: () => app,
    kill() {
      if (app === null) return;
      asked = true;
      if (app.signal('SIGKILL')) killed.add(app.pid);
    },
    async replace() {
      const leaving = app;
      if (leaving === null) return true;
      asked = true;
      await leaving.stop(STOP_GRACE_MS);
      // Another fault may have killed it on its way out.
      return (await leaving.ended).signal === null || killed.has(leaving.pid);
    },
    up: () => ready.promise,
    async stop() {
      stopping.abort();
      asked = true;
      await app?.stop(STOP_GRACE_MS);
      await kept;
    },
  };
  const first = await start();
  isUp(first);
  const kept = keepUp(first);
  return member;
}

function ignoreAbort(error: unknown): void {
  if (error instanceof Error && error.name === 'AbortError') return;
  throw error;
}
