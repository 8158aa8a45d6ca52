import { formatDuration, formatTime } from '../terminal/format.ts';
import { serviceLines } from '../terminal/service-lines.ts';
import { style, tick } from '../terminal/style.ts';
import { table } from '../terminal/table.ts';
import type { SystemStatus } from './collect.ts';

/** The status for an operator's eyes. */
export function describeStatus(status: SystemStatus, now: Date): string[] {
  return [
    ...section('Services', serviceLines(status.services)),
    ...section('Apps', appLines(status)),
    ...section('Queues', queueLines(status)),
    ...section('Active runs', activeLines(status, now)),
    ...section('Workers', workerLines(status, now)),
    ...section('Schedules', scheduleLines(status)),
  ].slice(0, -1);
}

function section(title: string, lines: readonly string[]): string[] {
  return [style('bold', title), ...lines.map((line) => `  ${line}`), ''];
}

function appLines({ apps }: SystemStatus): string[] {
  const lines = Object.entries(apps).map(([name, app]) =>
    app === null
      ? `${tick(false)} ${name.padEnd(14)}down`
      : `${tick(true)} ${name.padEnd(14)}process ${app.pid}${app.url === null ? '' : `, ${app.url}`}`,
  );
  return lines.length > 0 ? lines : ['"npm start" does not run here.'];
}

function queueLines({ queue, queues }: SystemStatus): string[] {
  const server = queue.kind === 'redis' ? 'Redis' : 'PostgreSQL';
  const columns = [
    { title: 'Queue' },
    ...['Queued', 'Dispatched', `In ${server}`, 'Running', 'Failed in 24 h', 'Longest due'].map((title) => ({
      title,
      align: 'right' as const,
    })),
  ];
  const rows = queues.map((depth) => [
    depth.queue,
    String(depth.queued),
    String(depth.dispatched),
    depth.waitingInQueue === null ? '?' : String(depth.waitingInQueue),
    String(depth.running),
    String(depth.failedLastDay),
    depth.oldestDueMs <= 0 ? '-' : formatDuration(depth.oldestDueMs),
  ]);
  const problem = queue.error === null ? [] : [`${tick(false)} ${server} does not answer: ${queue.error}`];
  return [...problem, ...table(columns, rows)];
}

function activeLines({ activeRuns }: SystemStatus, now: Date): string[] {
  if (activeRuns.length === 0) return ['None.'];
  const columns = ['Id', 'Task', 'Try', 'For', 'Progress', 'Worker', 'Organization'].map((title) => ({
    title,
  }));
  return table(
    columns,
    activeRuns.map((run) => [
      run.id,
      run.task,
      `${run.attempt}/${run.max_attempts}`,
      run.started_at === null ? '-' : formatDuration(Math.max(0, now.getTime() - run.started_at.getTime())),
      progress(run.progress),
      run.worker_id ?? '-',
      run.organization,
    ]),
  );
}

function progress(value: Record<string, unknown> | null): string {
  if (value === null) return '-';
  const { phase, percent } = value;
  if (typeof percent === 'number')
    return `${typeof phase === 'string' ? `${phase} ` : ''}${Math.round(percent)} %`;
  return JSON.stringify(value);
}

function workerLines({ workers }: SystemStatus, now: Date): string[] {
  if (workers.length === 0) return [`${tick(false)} None is alive.`];
  const columns = ['Id', 'Version', 'Runs', 'Queues', 'Up for'].map((title) => ({ title }));
  return table(
    columns,
    workers.map((worker) => [
      worker.id,
      worker.version,
      `${worker.active_runs} (${worker.concurrency} at a time in each queue)`,
      worker.queues.join(' '),
      formatDuration(Math.max(0, now.getTime() - worker.started_at.getTime())),
    ]),
  );
}

function scheduleLines({ schedules }: SystemStatus): string[] {
  if (schedules.length === 0) return ['None: beat has not run yet.'];
  const columns = ['Schedule', 'Task', 'Pattern', 'Time zone', 'Next'].map((title) => ({ title }));
  return table(
    columns,
    schedules.map((schedule) => [
      schedule.id,
      schedule.task,
      schedule.pattern,
      schedule.time_zone,
      schedule.enabled ? formatTime(schedule.next_slot_at) : 'off',
    ]),
  );
}
