import type { Database, DeadRunFilter } from '@accountia/db';
import type { Kysely } from 'kysely';
import { UsageError } from './errors.ts';
import { getOrganization } from './operator-queries.ts';

/** Options that say which failed runs are meant; the same for those who look and those who start them again. */
export const CAUSE_OPTIONS = {
  task: { type: 'string', value: 'name', description: 'Such as exogena.process-file' },
  code: { type: 'string', value: 'code', description: 'What ended them, such as object_store_unavailable' },
  since: {
    type: 'string',
    value: 'time',
    description: 'Ended since then: 90m, 12h, 3d, or a time such as 2026-08-12T15:00:00Z',
  },
  organization: { type: 'string', value: 'name', description: 'Only those of this organization' },
} as const;

export interface CauseOptions {
  readonly task?: string;
  readonly code?: string;
  readonly since?: string;
  readonly organization?: string;
}

/** Throws UsageError for a time that is none, CliError `organization_not_found`. */
export async function deadRunFilter(
  db: Kysely<Database>,
  { task, code, since, organization }: CauseOptions,
): Promise<DeadRunFilter> {
  return {
    ...(task === undefined ? {} : { task }),
    ...(code === undefined ? {} : { errorCode: code }),
    ...(since === undefined ? {} : { finishedSince: timeSince(since, new Date()) }),
    ...(organization === undefined ? {} : { organizationId: (await getOrganization(db, organization)).id }),
  };
}

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90m`, `12h` and `3d` before now, or a time as it is written. Throws UsageError. */
export function timeSince(text: string, now: Date): Date {
  const ago = /^(\d{1,5})([mhd])$/.exec(text);
  if (ago !== null) return new Date(now.getTime() - Number(ago[1]) * UNITS_MS[ago[2]!]!);
  // A date alone is accepted too; anything else Date.parse might make something of is not.
  const time = /^\d{4}-\d{2}-\d{2}(T.+)?$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(time.getTime())) return time;
  throw new UsageError(`--since must be such as 90m, 12h, 3d or 2026-08-12T15:00:00Z, not "${text}"`);
}
