import type { LawPassage } from './find-law.ts';
import type { AnswerEvent, Fact, NamedCitation, NamedFact } from './types.ts';

/** Gives facts their short names and keeps which sources an answer has used. One for each question. */
export interface Sources {
  /** The same fact gets the same name however often it comes. */
  name(fact: Fact): NamedFact;
  has(ref: string): boolean;
  /** The sources of these names that were not used before, as events. */
  use(refs: Iterable<string>): AnswerEvent[];
  usedFacts(): NamedFact[];
  usedCitations(): NamedCitation[];
}

export function createSources(law: readonly LawPassage[]): Sources {
  const facts = new Map<string, NamedFact>();
  const byRef = new Map<string, { fact: NamedFact } | { citation: NamedCitation }>(
    law.map(({ body: _body, ...citation }) => [citation.ref, { citation }]),
  );
  const used = new Set<string>();
  return {
    name(fact) {
      const key = `${fact.kind} ${fact.id}`;
      const known = facts.get(key);
      if (known !== undefined) return known;
      const named = { ...fact, ref: `F${facts.size + 1}` };
      facts.set(key, named);
      byRef.set(named.ref, { fact: named });
      return named;
    },
    has: (ref) => byRef.has(ref),
    use(refs) {
      return [...refs].flatMap((ref): AnswerEvent[] => {
        const source = byRef.get(ref);
        if (source === undefined || used.has(ref)) return [];
        used.add(ref);
        return [{ type: 'source', ...source }];
      });
    },
    usedFacts: () => [...facts.values()].filter(({ ref }) => used.has(ref)),
    usedCitations: () =>
      [...byRef].flatMap(([ref, source]) => ('citation' in source && used.has(ref) ? [source.citation] : [])),
  };
}
