import type { EntryId, ReviewEntry } from '../findings/types.ts';
import { readConcept } from '../text/normalize.ts';

/**
 * What tells each fact from the others, whatever document it stands in: reporter, wording, amount and further
 * information, and a number for those that coincide in all of it. A newer download of the report has the same
 * identities for the facts that did not change, so that what a person decided about them still holds; a fact whose
 * amount changed is another one, which deserves another look.
 * @param entries in the order of the sheet
 */
export function factIdentities<Id extends EntryId>(
  entries: readonly ReviewEntry<Id>[],
): ReadonlyMap<Id, string> {
  const seen = new Map<string, number>();
  return new Map(
    entries.map((entry) => {
      const { text, codes } = readConcept(entry.detail);
      const fact = JSON.stringify([
        entry.reporterNit,
        text,
        codes,
        String(entry.amount),
        entry.additionalInformation ?? [],
      ]);
      const turn = seen.get(fact) ?? 0;
      seen.set(fact, turn + 1);
      return [entry.id, `${turn} ${fact}`];
    }),
  );
}
