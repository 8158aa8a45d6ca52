import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { ModelUseTotals } from '@accountia/db';
import type { Pulse } from '../overview/read-state.ts';

export interface Metrics {
  readonly contentType: string;
  /** The text that Prometheus reads. */
  render(): Promise<string>;
}

/** Processes that register themselves as doing background work. A gauge without a series would never trip an alert. */
const WORKING_APPS = ['worker'];
const MICROS_PER_DOLLAR = 1_000_000;

/**
 * Gauges over the runs in PostgreSQL, which is where their truth is. When PostgreSQL does not answer, they have no
 * value rather than the last one, and `accountia_dependency_up` says why.
 */
export function createMetrics(readPulse: () => Promise<Pulse>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  function gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
  ): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [registry] });
  }
  const runs = gauge('accountia_runs', 'Unfinished runs.', ['queue', 'state']);
  const failed = gauge('accountia_runs_failed_last_day', 'Runs that failed for good in the last 24 hours.', [
    'queue',
  ]);
  const oldest = gauge(
    'accountia_queue_oldest_due_seconds',
    'How long the oldest due run has waited to start.',
    ['queue'],
  );
  const workers = gauge('accountia_workers', 'Processes that said lately that they live.', ['app']);
  const slots = gauge('accountia_worker_slots', 'Runs that the live workers take at once in each queue.', [
    'app',
  ]);
  const busy = gauge('accountia_worker_active_runs', 'Runs that the live workers execute now.', ['app']);
  const dependency = gauge('accountia_dependency_up', '1 when the dependency answers, else 0.', [
    'dependency',
  ]);
  const latency = gauge('accountia_dependency_latency_seconds', 'How long the dependency took to answer.', [
    'dependency',
  ]);

  function counter<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
  ): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [registry] });
  }
  const asked = ['provider', 'model', 'purpose'] as const;
  const modelCalls = counter('accountia_model_calls_total', 'Answers of models that were paid for.', asked);
  const modelCached = counter(
    'accountia_model_cached_total',
    'Answers that were known and cost nothing.',
    asked,
  );
  const modelTokens = counter('accountia_model_tokens_total', 'Tokens sent to models and got from them.', [
    ...asked,
    'direction',
  ]);
  const modelCost = counter(
    'accountia_model_cost_dollars_total',
    'US dollars, where AI_PRICES has the model.',
    asked,
  );

  /** Sums that others keep: they are read whole, and fall only when an organization is deleted. */
  function describeModels(uses: readonly ModelUseTotals[]): void {
    for (const { provider, model, purpose, ...use } of uses) {
      const labels = { provider, model, purpose };
      modelCalls.inc(labels, Number(use.calls));
      modelCached.inc(labels, Number(use.cached));
      modelTokens.inc({ ...labels, direction: 'input' }, Number(use.inputTokens));
      modelTokens.inc({ ...labels, direction: 'output' }, Number(use.outputTokens));
      modelCost.inc(labels, Number(use.costMicros) / MICROS_PER_DOLLAR);
    }
  }

  function describe({ health, work }: Pulse): void {
    for (const { name, ok, latencyMs } of health.dependencies) {
      dependency.set({ dependency: name }, ok ? 1 : 0);
      latency.set({ dependency: name }, latencyMs / 1000);
    }
    for (const each of [runs, failed, oldest, workers, slots, busy]) each.reset();
    for (const each of [modelCalls, modelCached, modelTokens, modelCost]) each.reset();
    if (work === null) return;
    describeModels(work.modelUse);
    for (const depth of work.queues) {
      const { queue } = depth;
      runs.set({ queue, state: 'queued' }, depth.queued);
      runs.set({ queue, state: 'dispatched' }, depth.dispatched);
      runs.set({ queue, state: 'running' }, depth.running);
      failed.set({ queue }, depth.failedLastDay);
      oldest.set({ queue }, depth.oldestDueMs / 1000);
    }
    const apps = new Set([...WORKING_APPS, ...work.workers.map((worker) => worker.app)]);
    for (const app of apps) {
      const alive = work.workers.filter((worker) => worker.app === app);
      workers.set({ app }, alive.length);
      slots.set({ app }, sum(alive.map((worker) => worker.concurrency)));
      busy.set({ app }, sum(alive.map((worker) => worker.active_runs)));
    }
  }

  return {
    contentType: registry.contentType,
    async render() {
      describe(await readPulse());
      return await registry.metrics();
    },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
