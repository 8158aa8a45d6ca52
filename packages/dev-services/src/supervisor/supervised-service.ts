import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../errors.ts';
import { choosePort, isPortFree } from '../state/ports.ts';
import { identifyProcess, stopProcess } from '../state/process-identity.ts';
import { STOP_GRACE_MS, stopSignals } from './service-record.ts';
import type { ServiceRecord } from './service-record.ts';
import type { ServiceContext, ServiceDefinition } from './service.ts';

const START_ATTEMPTS = 3;
const READY_TIMEOUT_MS = 60_000;
const RESTART_WINDOW_MS = 60_000;
const RESTARTS_PER_WINDOW = 5;
const RESTART_PAUSE_MS = 200;

/** Runs one service: starts it, starts it again when it dies (a bounded number of times), stops it. */
export class SupervisedService {
  readonly definition: ServiceDefinition;
  readonly record: ServiceRecord = {
    status: 'starting',
    process: null,
    port: null,
    restarts: 0,
    error: null,
  };
  readonly #context: Omit<ServiceContext, 'port'>;
  readonly #onChange: () => void;
  #child: ChildProcess | null = null;
  #stopping = false;
  #work: Promise<void> = Promise.resolve();
  #deaths: number[] = [];

  constructor(definition: ServiceDefinition, context: Omit<ServiceContext, 'port'>, onChange: () => void) {
    this.definition = definition;
    this.#context = context;
    this.#onChange = onChange;
  }

  /** Starts the service in the background; `record` tells how it goes. */
  start(): void {
    this.#work = this.#run('starting');
  }

  /** Stops the service and waits until its process is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#kill();
    await this.#work;
    // A start that was under way may have spawned a process in the meantime.
    await this.#kill();
    this.#update({ status: 'stopped', process: null });
  }

  async #run(status: 'starting' | 'restarting'): Promise<void> {
    this.#update({ status });
    for (let attempt = 1; !this.#stopping; attempt += 1) {
      try {
        await this.#startOnce();
        return;
      } catch (error) {
        await this.#kill();
        if (this.#stopping) return;
        this.#context.log(`${this.definition.name}: start ${attempt} failed: ${messageOf(error)}`);
        if (attempt >= START_ATTEMPTS) {
          this.#update({ status: 'failed', error: messageOf(error) });
          return;
        }
      }
    }
  }

  async #startOnce(): Promise<void> {
    const { name } = this.definition;
    // Once URLs have been handed out, the port must stay; before, another is as good when somebody was quicker.
    const keepPort = this.record.status === 'restarting' ? this.record.port : null;
    if (keepPort !== null && !(await isPortFree(keepPort))) await sleep(RESTART_PAUSE_MS);
    const port = keepPort ?? (await choosePort(this.#context.state, name));
    const context: ServiceContext = { ...this.#context, port };
    await this.definition.prepare(context);
    if (this.#stopping) return;

    const child = this.definition.spawn(context);
    this.#child = child;
    child.once('error', (error) => this.#context.log(`${name}: ${error.message}`));
    const identity = child.pid === undefined ? null : identifyProcess(child.pid);
    this.#update({ process: identity, port });

    const abort = new AbortController();
    const died = once(child, 'exit', { signal: abort.signal }).then(([code, signal]) => {
      throw new Error(`${name} ended with ${code ?? signal} while starting; see ${name}.log.`);
    });
    const ready = this.definition.waitUntilReady(
      context,
      AbortSignal.any([abort.signal, AbortSignal.timeout(READY_TIMEOUT_MS)]),
    );
    try {
      await Promise.race([ready, died]);
    } finally {
      abort.abort();
      // The loser of the race rejects because it was aborted, which is no news.
      await Promise.allSettled([ready, died]);
    }
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${name} ended as it became ready.`);
    child.once('exit', (code, signal) => this.#died(child, code ?? signal));
    this.#update({ status: 'running', error: null });
    this.#context.log(`${name}: ready on 127.0.0.1:${port} (pid ${child.pid})`);
  }

  #died(child: ChildProcess, how: number | string | null): void {
    if (this.#child !== child || this.#stopping) return;
    this.#child = null;
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < RESTART_WINDOW_MS), now];
    const reason = `${this.definition.name} ended with ${how}`;
    this.#context.log(reason);
    if (this.#deaths.length > RESTARTS_PER_WINDOW) {
      this.#update({
        status: 'failed',
        process: null,
        error: `${reason}, ${this.#deaths.length} times in a minute`,
      });
      return;
    }
    this.#update({ status: 'restarting', process: null, restarts: this.record.restarts + 1, error: reason });
    this.#work = sleep(RESTART_PAUSE_MS).then(() => this.#run('restarting'));
  }

  async #kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    const identity = this.record.process;
    if (child === null || identity === null || identity.pid !== child.pid) return;
    const gone = await stopProcess(identity, stopSignals(this.definition.name), STOP_GRACE_MS);
    if (!gone) this.#context.log(`${this.definition.name}: process ${identity.pid} does not end`);
    await this.definition.cleanUp?.({ ...this.#context, port: this.record.port ?? 0 });
    this.#update({ process: null });
  }

  #update(change: Partial<ServiceRecord>): void {
    Object.assign(this.record, change);
    this.#onChange();
  }
}
