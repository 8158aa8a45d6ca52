import { listDocuments } from '@accountia/db';
import { buildPersonalReport } from '@accountia/excel-parser/testing';
import { documentAccepted, problem } from '@accountia/task-contracts/api';
import { expect } from 'vitest';
import type { Tenant, TestApi } from './api.ts';

let seed = 1_000;

/** Another report each time, so that no test meets the bytes of another. */
export function newReport(): Buffer<ArrayBuffer> {
  seed += 1;
  return Buffer.from(buildPersonalReport({ seed, facts: 5 }).bytes);
}

export const accepted = async (response: Response) => documentAccepted.parse(await response.json());
export const refused = async (response: Response) => problem.parse(await response.json());

/** All that an upload may leave behind. */
export async function stored({ db }: Pick<TestApi, 'db'>, tenant: Tenant) {
  const { organizationId } = tenant;
  const documents = await listDocuments(db, { organizationId, limit: 100 });
  const runs = await db
    .selectFrom('runs')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .execute();
  return { documents: documents.items, runs, objects: await tenant.objects() };
}

export async function expectNothingStored(api: Pick<TestApi, 'db'>, tenant: Tenant): Promise<void> {
  expect(await stored(api, tenant)).toEqual({ documents: [], runs: [], objects: [] });
}
