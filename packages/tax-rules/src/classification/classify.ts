import type { Concept } from '../concepts/index.ts';
import { readConcept } from '../text/normalize.ts';
import { rememberWordings } from '../text/remember.ts';
import { matchConcept } from './match-concept.ts';
import type { SuggestedCodes } from './suggested-use.ts';
import { categoryOfCodes, suggestedCodes } from './suggested-use.ts';
import type { Classification, Confidence, ReportedFact } from './types.ts';

/**
 * Says what a reported fact is, by its wording and DIAN's suggested codes together. Never by the number in
 * parentheses:
 * format 2276 alone carries salaries, contributions, severance and withholdings.
 *
 * Pure and total: what no rule knows comes back as `unclassified`, for a person to decide.
 */
export function classify(fact: ReportedFact): Classification {
  const codes = suggestedCodes(fact);
  const concept = conceptOf(fact.detail);
  return concept ? byConcept(concept, codes, fact.amount) : byCodes(codes, fact.amount);
}

/** Finding the concept of a wording is most of the work. */
const conceptOf = rememberWordings((detail) => matchConcept(readConcept(detail).text));

function byConcept(concept: Concept, codes: SuggestedCodes, amount: bigint): Classification {
  const topes = codes.topes.length > 0 ? codes.topes : concept.topes;
  const base = { topes, rule: concept.id, articles: concept.articles };
  if (concept.codesDecide) {
    const suggested = categoryOfCodes(codes, amount);
    if (suggested && suggested !== concept.category) {
      return {
        ...base,
        category: suggested,
        candidateBoxes: boxesBySign(codes.boxes, amount),
        confidence: 'medium',
      };
    }
  }
  const side = amount < 0n && concept.whenNegative ? concept.whenNegative : concept;
  return {
    ...base,
    category: side.category,
    candidateBoxes: side.boxes,
    confidence: confidenceOf(concept, codes),
  };
}

function confidenceOf(concept: Concept, codes: SuggestedCodes): Confidence {
  const certainty = concept.certainty ?? 'high';
  return certainty === 'high' && contradicts(concept, codes) ? 'medium' : certainty;
}

/**
 * Whether DIAN's codes and the concept's have nothing in common. A concept that is never added up has no
 * place to contradict.
 */
function contradicts(concept: Concept, codes: SuggestedCodes): boolean {
  const suggests = codes.boxes.length > 0 || codes.topes.length > 0;
  const placed = concept.boxes.length > 0 || concept.topes.length > 0;
  if (!suggests || !placed) return false;
  const places = (box: number) =>
    concept.boxes.includes(box) || concept.whenNegative?.boxes.includes(box) === true;
  return !codes.boxes.some(places) && !codes.topes.some((tope) => concept.topes.includes(tope));
}

function byCodes(codes: SuggestedCodes, amount: bigint): Classification {
  const category = categoryOfCodes(codes, amount);
  if (!category) {
    return {
      category: 'unclassified',
      candidateBoxes: [],
      topes: codes.topes,
      rule: 'none',
      confidence: 'low',
      articles: [],
    };
  }
  return {
    category,
    candidateBoxes: boxesBySign(codes.boxes, amount),
    topes: codes.topes,
    rule: 'codes',
    confidence: 'low',
    articles: [],
  };
}

function boxesBySign(boxes: readonly number[], amount: bigint): readonly number[] {
  if (!boxes.includes(29) || !boxes.includes(30)) return boxes;
  const excluded = amount < 0n ? 29 : 30;
  return boxes.filter((box) => box !== excluded);
}
