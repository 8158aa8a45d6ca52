import type { Migration } from 'kysely/migration';
import * as foundation from './0001-foundation.ts';
import * as runs from './0002-runs.ts';
import * as analysis from './0003-analysis.ts';

/** Forward only. A migration that has been released is never edited: add the next one. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-foundation': foundation,
  '0002-runs': runs,
  '0003-analysis': analysis,
};
