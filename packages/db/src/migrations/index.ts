import type { Migration } from 'kysely/migration';
import { up as foundation } from './0001-foundation.ts';
import { up as runs } from './0002-runs.ts';
import { up as analysis } from './0003-analysis.ts';
import { up as entriesByCopy } from './0004-entries-by-copy.ts';
import { up as scheduleCatchUp } from './0005-schedule-catch-up.ts';
import { up as notifications } from './0006-notifications.ts';
import { up as runControl } from './0007-run-control.ts';
import { up as reviewsAndDrafts } from './0008-reviews-and-drafts.ts';
import { up as factsOfManySheets } from './0009-facts-of-many-sheets.ts';
import { up as readingInstructions } from './0010-reading-instructions.ts';
import { up as insightImpactAndFeedback } from './0011-insight-impact-and-feedback.ts';
import { up as corpus } from './0012-corpus.ts';
import { up as modelUsage } from './0013-model-usage.ts';
import { up as questions } from './0014-questions.ts';
import { up as fewerNotices } from './0015-fewer-notices.ts';
import { up as noStatisticsOfTenants } from './0016-no-statistics-of-tenants.ts';
import { up as entriesFollowTheirDocument } from './0017-entries-follow-their-document.ts';
import { up as severalRunsByTheirKeys } from './0018-several-runs-by-their-keys.ts';
import { up as plansThatDoNotSort } from './0019-plans-that-do-not-sort.ts';
import { up as bulkRecords } from './0020-bulk-records.ts';
import { up as fewerChecks } from './0021-fewer-checks.ts';

/** Forward only. A migration that has been released is never edited: add the next one. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-foundation': { up: foundation },
  '0002-runs': { up: runs },
  '0003-analysis': { up: analysis },
  '0004-entries-by-copy': { up: entriesByCopy },
  '0005-schedule-catch-up': { up: scheduleCatchUp },
  '0006-notifications': { up: notifications },
  '0007-run-control': { up: runControl },
  '0008-reviews-and-drafts': { up: reviewsAndDrafts },
  '0009-facts-of-many-sheets': { up: factsOfManySheets },
  '0010-reading-instructions': { up: readingInstructions },
  '0011-insight-impact-and-feedback': { up: insightImpactAndFeedback },
  '0012-corpus': { up: corpus },
  '0013-model-usage': { up: modelUsage },
  '0014-questions': { up: questions },
  '0015-fewer-notices': { up: fewerNotices },
  '0016-no-statistics-of-tenants': { up: noStatisticsOfTenants },
  '0017-entries-follow-their-document': { up: entriesFollowTheirDocument },
  '0018-several-runs-by-their-keys': { up: severalRunsByTheirKeys },
  '0019-plans-that-do-not-sort': { up: plansThatDoNotSort },
  '0020-bulk-records': { up: bulkRecords },
  '0021-fewer-checks': { up: fewerChecks },
};
