import type { RunRow } from '@accountia/db';
import type { RunEvent } from '@accountia/task-contracts/api';
import { defineCommand } from '../command.ts';
import { withDatabase } from '../database.ts';
import { getRun, organizationNames } from '../operator-queries.ts';
import { formatTime } from '../terminal/format.ts';
import { print, printJson } from '../terminal/output.ts';
import { style, styleState } from '../terminal/style.ts';

export const runsShow = defineCommand({
  usage: '<run id> [--json]',
  description: 'One run with everything that happened to it.',
  options: { json: { type: 'boolean', description: 'Print {run, events}' } },
  words: { min: 1, max: 1 },
  async run({ options, words }) {
    const { listRunEvents } = await import('@accountia/db');
    const { run, events, names } = await withDatabase(async (db) => {
      const found = await getRun(db, words[0]!);
      return {
        run: found,
        events: await allEvents((after) => listRunEvents(db, found.organization_id, found.id, after)),
        names: await organizationNames(db, [found.organization_id]),
      };
    });
    if (options.json) printJson({ run, events });
    else for (const line of describe(run, events, names.get(run.organization_id) ?? '')) print(line);
    return 0;
  },
});

async function allEvents(read: (after: bigint) => Promise<RunEvent[]>): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for (;;) {
    const page = await read(BigInt(events.at(-1)?.sequence ?? 0));
    if (page.length === 0) return events;
    events.push(...page);
  }
}

function describe(run: RunRow, events: readonly RunEvent[], organization: string): string[] {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Run', run.id],
    ['Task', `${run.task} version ${run.task_version}, queue ${run.queue}`],
    ['State', styleState(run.state) + (run.cancel_requested_at === null ? '' : ', cancel requested')],
    ['Organization', `${organization} (${run.organization_id})`],
    ['Try', `${run.attempt} of ${run.max_attempts}, delivery ${run.delivery}`],
    ['Lost', run.losses === 0 ? null : `with ${run.losses} workers`],
    ['Quarantine', run.quarantine_reason],
    ['Document', run.document_id],
    ['Declaration', run.declaration_id],
    ['Worker', run.worker_id],
    ['Created', formatTime(run.created_at)],
    ['Due', formatTime(run.run_at)],
    ['Started', formatTime(run.started_at)],
    ['Finished', formatTime(run.finished_at)],
    ['Payload', JSON.stringify(run.payload)],
    ['Progress', run.progress === null ? null : JSON.stringify(run.progress)],
    ['Result', run.result === null ? null : JSON.stringify(run.result)],
    ['Error', run.error === null ? null : `${run.error.code}: ${run.error.message}`],
  ];
  const lines = facts
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name.padEnd(14)}${value}`);
  const history = events.map((event) => {
    const data = Object.keys(event.data).length === 0 ? '' : `  ${JSON.stringify(event.data)}`;
    return `  ${formatTime(new Date(event.at))}  ${event.type.padEnd(16)}${style('dim', data)}`.trimEnd();
  });
  return [...lines, '', style('bold', 'History'), ...history];
}
