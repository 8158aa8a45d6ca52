import { describe, expect, test } from 'vitest';
import { catalogue, type TaskName } from './catalogue.ts';

const ID = '0190f3c2-7d5a-7c41-9b1e-2f6d1f3a7c10';

/**
 * What producers of each release wrote into runs, which may still wait when the next one is rolled out. Lines are added
 * with a release and never changed (`development`: before the first one); one goes when no run of it can be left (RUN_RETENTION_DAYS after its last release).
 */
const WRITTEN: readonly (readonly [release: string, task: TaskName, payload: unknown])[] = [
  ['development', 'exogena.process-file', { documentId: ID }],
  ['development', 'declaration.analyze', { declarationId: ID }],
  ['development', 'maintenance.purge-expired', {}],
  ['development', 'reports.daily-summary', {}],
  ['development', 'reports.daily-summary', { day: '2026-11-22' }],
  ['development', 'system.ping', { echo: 'hola', durationMs: 0 }],
  ['0.1.0', 'reports.daily-summary', { slotAt: '2026-11-23T10:30:00.000Z' }],
  ['0.1.0', 'reports.weekly-summary', { slotAt: '2026-11-23T10:45:00.000Z' }],
  ['0.1.0', 'reminders.due-dates', { slotAt: '2026-11-23T12:00:00.000Z' }],
];

/** Results that workers of each release left, which the API goes on showing. */
const LEFT: readonly (readonly [release: string, task: TaskName, result: unknown])[] = [
  [
    'development',
    'exogena.process-file',
    {
      documentId: ID,
      declarationId: ID,
      layout: 'personal-report',
      entryCount: 46,
      unclassifiedCount: 1,
      warningCount: 0,
      analysisRunId: ID,
    },
  ],
  [
    'development',
    'maintenance.purge-expired',
    { purgedDocuments: 1, deletedObjects: 1, deletedRuns: 0, deletedIdempotencyKeys: 0 },
  ],
  ['development', 'reports.daily-summary', { day: '2026-11-22', organizations: [] }],
  ['development', 'system.ping', { echo: 'hola', workerId: 'a', attempt: 1 }],
];

describe('what earlier releases wrote', () => {
  test.each(WRITTEN)(
    '%s: the payload of %s is read, and nothing of it is lost',
    (_release, task, payload) => {
      expect(catalogue[task].payload.parse(payload)).toMatchObject(payload as object);
    },
  );

  test.each(LEFT)('%s: the result of %s is read', (_release, task, result) => {
    expect(catalogue[task].result.parse(result)).toEqual(result);
  });
});
