import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that run whole processes and wait for real limits (leases, take-overs, shutdowns), the longest first. A fresh
 * clone has no record of how long files take, and one of these begun last would be waited for alone.
 */
const FIRST = [
  'tests/chaos/chaos.test.ts',
  'apps/beat/src/takeover.test.ts',
  'apps/worker/src/main.test.ts',
  'packages/dev-services/src/stack.test.ts',
  'tests/chaos/lost-and-doubled.test.ts',
  'tests/end-to-end/start.test.ts',
  'tests/end-to-end/faults.test.ts',
  'packages/rag/src/model/behaviour.test.ts',
  'packages/db/src/migrations/history.test.ts',
  'tests/end-to-end/demo.test.ts',
  'tests/end-to-end/side-by-side.test.ts',
  'packages/cli/src/operation.test.ts',
  'apps/api/src/main.test.ts',
  'apps/beat/src/main.test.ts',
  'packages/cli/src/commands/corpus.test.ts',
] as const;

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = FIRST.findIndex((file) => moduleId.endsWith(`/${file}`));
  return place === -1 ? FIRST.length : place;
}
