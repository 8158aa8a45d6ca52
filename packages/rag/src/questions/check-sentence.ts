import { forbiddenPart } from '../model/check-answer.ts';
import { visibleText } from '../model/clean-text.ts';
import { type IdentityMask, withoutTokens } from '../model/mask-identities.ts';
import { type Claim, readClaims, unsupportedClaims } from '../model/read-claims.ts';
import type { SentenceDropReason } from './types.ts';
import { wordsOf } from './words.ts';

/** What a sentence may rest on: the figures and references of each source, by its name. */
export interface Grounds {
  readonly claims: ReadonlyMap<string, readonly Claim[]>;
  /** Those that need no source: the taxable year. */
  readonly known: readonly Claim[];
  readonly obligated: boolean | 'unknown' | null;
}

export type CheckedSentence =
  | { readonly passed: true; readonly text: string; readonly refs: readonly string[] }
  | { readonly passed: false; readonly reason: SentenceDropReason };

const REFERENCES = /\s*\[\s*([FP]\d+(?:\s*[,;y]\s*[FP]\d+)*)\s*\]/g;
// Emphasis and list marks carry nothing and are left out; what is left must hold without them.
const EMPHASIS = /\*\*|__|`+|^\s*(?:[-*•]|#+|\d+[.)])\s+/g;

/**
 * Checks one sentence of a model against the sources that it names itself, and restores who is meant in it. Every figure, box,
 * date and norm must be in one of those sources: that another source has the same figure is no proof.
 */
export function checkSentence(written: string, grounds: Grounds, mask: IdentityMask): CheckedSentence {
  const drop = (reason: SentenceDropReason): CheckedSentence => ({ passed: false, reason });
  const sentence = visibleText(written).replace(EMPHASIS, '');
  const refs = [
    ...new Set([...sentence.matchAll(REFERENCES)].flatMap(([, list = '']) => list.match(/[FP]\d+/g) ?? [])),
  ];
  const text = sentence
    .replace(REFERENCES, '')
    .replace(/\s+([.,;:!?])/g, '$1')
    .trim();
  const restored = mask.restore(text);
  if (restored === null) return drop('unknown_person');
  if (forbiddenPart(withoutTokens(text), restored) !== null) return drop('forbidden_content');
  if (refs.length === 0 || text === '') return drop('uncited');
  const named = refs.map((ref) => grounds.claims.get(ref));
  if (named.some((claims) => claims === undefined)) return drop('unknown_reference');
  const [wrong] = unsupportedClaims(withoutTokens(text), [
    ...named.flatMap((claims) => claims ?? []),
    ...grounds.known,
  ]);
  if (wrong !== undefined)
    return drop(wrong.kind === 'article' || wrong.kind === 'norm' ? 'invented_citation' : 'invented_figure');
  if (contradictsObligation(text, grounds.obligated)) return drop('contradicts_facts');
  return { passed: true, text: restored, refs };
}

/** The figures of a text that names may stand in. */
export function claimsOf(text: string): Claim[] {
  return readClaims(withoutTokens(text));
}

const OBLIGED =
  /\b(?:esta|estas|queda|es) (?:\w+ )?obligad[oa]|\b(?:debe|debes|tiene que|tienes que) (?:declarar|presentar)/;
const NOT_OBLIGED =
  /\bno (?:\w+ )?(?:esta|estas|queda|es) (?:\w+ )?obligad[oa]|\bno (?:debe|debes|tiene que|tienes que|necesita|tiene obligacion de) (?:declarar|presentar)/;
const CONDITIONAL =
  /^si \w+|\b(?:si (?:es|supera|resulta|esta|no)|podria|quien|quienes|la persona que|depende)\b/;

/** The one verdict that a sentence can get wrong without a figure in it, and that costs most. */
function contradictsObligation(text: string, obligated: Grounds['obligated']): boolean {
  const folded = wordsOf(text).join(' ');
  if (CONDITIONAL.test(folded)) return false;
  const denies = NOT_OBLIGED.test(folded);
  const affirms = !denies && OBLIGED.test(folded);
  return (denies && obligated !== false) || (affirms && obligated !== true);
}
