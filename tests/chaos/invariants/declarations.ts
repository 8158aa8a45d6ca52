import { createClient } from '@accountia/sdk';
import type { ChaosStack } from '../stack.ts';
import type { LedgerEntry } from '../workload/ledger.ts';
import { documentsOf } from './documents.ts';
import type { StoredFacts } from './facts.ts';
import { type Violation, violations } from './violation.ts';

/** The totals that clients read are those of the newest report of each declaration, to the peso. */
export async function checkDeclarations(
  stack: ChaosStack,
  ledger: readonly LedgerEntry[],
  facts: StoredFacts,
): Promise<Violation[]> {
  const clients = new Map(
    stack.tenants.map(({ organizationId, apiKey }) => [
      organizationId,
      createClient({ baseUrl: stack.apiUrl, apiKey, timeoutMs: 10_000 }),
    ]),
  );
  const details: (string | null)[] = [];
  const processed = documentsOf(ledger, facts).filter(
    ([, document]) => document.state === 'processed' && !document.isBulk,
  );
  for (const [declarationId, own] of Map.groupBy(processed, ([, document]) => document.declarationId)) {
    const [entry, newest] = own.at(-1)!;
    const current = own.filter(([, document]) => document.supersededBy === null);
    if (current.length !== 1 || current[0]![1].id !== newest.id) {
      details.push(`declaration ${declarationId} counts ${current.length} reports, not its newest alone`);
      continue;
    }
    const { expected } = entry.content;
    if (expected.kind !== 'report' || declarationId === null) continue;
    const summary = await clients.get(newest.organizationId)!.declarations.summary(declarationId);
    const found = Object.fromEntries(
      Object.entries(summary.totalsByCategory).map(([category, amount]) => [category, BigInt(amount)]),
    );
    const difference = firstDifference(found, expected.totalsByCategory);
    details.push(difference === null ? null : `declaration ${declarationId}: ${difference}`);
  }
  return violations('totals per category are exact', details);
}

function firstDifference(
  found: Readonly<Record<string, bigint>>,
  wanted: Readonly<Record<string, bigint>>,
): string | null {
  for (const category of new Set([...Object.keys(found), ...Object.keys(wanted)])) {
    if (found[category] !== wanted[category]) {
      return `${category} is ${found[category]} instead of ${wanted[category]}`;
    }
  }
  return null;
}
