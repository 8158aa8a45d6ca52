import type { RunRow } from '@accountia/db';
import { formatDuration, formatTime } from './format.ts';
import { styleState } from './style.ts';
import { table } from './table.ts';

/** Runs as an operator looks through them. */
export function runTable(
  runs: readonly RunRow[],
  organizations: ReadonlyMap<string, string>,
  now: Date,
): string[] {
  const columns = ['Id', 'Task', 'State', 'Try', 'Created', 'Took', 'Organization', 'Error'].map((title) => ({
    title,
  }));
  return table(
    columns,
    runs.map((run) => [
      run.id,
      run.task,
      styleState(run.state),
      `${run.attempt}/${run.max_attempts}`,
      formatTime(run.created_at),
      duration(run, now),
      organizations.get(run.organization_id) ?? run.organization_id,
      run.error?.code ?? '',
    ]),
  );
}

/** From the start of the last try to its end, or until now. */
function duration(run: RunRow, now: Date): string {
  if (run.started_at === null || (run.finished_at === null && run.state !== 'running')) return '-';
  return formatDuration(Math.max(0, (run.finished_at ?? now).getTime() - run.started_at.getTime()));
}
