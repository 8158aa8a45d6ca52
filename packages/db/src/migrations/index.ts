import type { Migration } from 'kysely/migration';
import { up as foundation } from './0001-foundation.ts';
import { up as runs } from './0002-runs.ts';
import { up as analysis } from './0003-analysis.ts';
import { up as entriesByCopy } from './0004-entries-by-copy.ts';

/** Forward only. A migration that has been released is never edited: add the next one. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-foundation': { up: foundation },
  '0002-runs': { up: runs },
  '0003-analysis': { up: analysis },
  '0004-entries-by-copy': { up: entriesByCopy },
};
