import type { ModelAnswer } from './answer-schema.ts';
import { unsupportedStatements } from './check-statements.ts';
import { withoutInvisible } from './clean-text.ts';
import { tokensOf, withoutTokens, type IdentityMask } from './mask-identities.ts';
import { readClaims, unsupportedClaims, type Claim } from './read-claims.ts';
import type { PromptFacts, PromptTexts } from './write-prompt.ts';

export type DropReason =
  | 'unknown_finding'
  | 'repeated_finding'
  | 'invented_citation'
  | 'invented_figure'
  | 'unsupported_statement'
  | 'unknown_person'
  | 'forbidden_content';

/** One thing that does not check out. `what` is the offending text, still masked. */
export interface Problem {
  reason: DropReason;
  ref: string;
  what: string;
  part: 'explanation' | 'question';
}

export interface CheckedAnswer {
  /** By ref, restored, in the order the model chose. */
  explanations: Map<string, string>;
  questions: string[];
  problems: Problem[];
}

/** What vouches for a text about one finding. */
interface Vouchers {
  claims: readonly Claim[];
  passages: ReadonlySet<string>;
  ownWords: string;
  text: string;
  tokens: ReadonlySet<string>;
}

// Nothing in an explanation needs a link or an address, an image or markup, and each is a way to carry data out.
const LINK =
  /[a-z][a-z\d+.-]*:\/\/|\b(?:javascript|data|mailto|tel|file):|www\.|@|\b[a-z\d-]{2,}\.(?:com|co|net|org|io|info|example|xyz|app|dev|link|ly|me|ru|cn|gov|edu|site|online|top|click|tk)\b/i;
const MARKUP = /[<>`{}|\\^_~*#]|\]\(|!\[|\]\s*:|[A-Za-z0-9+/=]{40,}/;
// Letters of other alphabets look like ours, and digits of theirs are read as figures by people and not by the checks.
const FOREIGN = /(?!\p{Script=Latin})\p{L}|(?![0-9])\p{N}|[\p{M}\p{So}\p{Co}\p{Cn}\p{Cf}]/u;

/** Checks every figure and reference of a model's answer against the facts it was given, and restores names in what passes. */
export function checkAnswer(
  answer: ModelAnswer,
  facts: PromptFacts,
  texts: PromptTexts,
  mask: IdentityMask,
): CheckedAnswer {
  const known = new Map<string, Vouchers>(
    facts.insights.map((fact) => {
      const text = texts.trusted(fact);
      return [
        fact.ref,
        {
          claims: readClaims(withoutTokens(text)),
          passages: new Set(fact.passages.map((passage) => passage.id)),
          ownWords: withoutTokens(texts.ownWords(fact)),
          text: withoutTokens(text),
          tokens: new Set(tokensOf(text)),
        },
      ];
    }),
  );
  const explanations = new Map<string, string>();
  const questions: string[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();

  for (const { hallazgo: ref, explicacion, pasajes } of answer.hallazgos) {
    const about = known.get(ref);
    if (about === undefined || seen.has(ref)) {
      const reason = about === undefined ? 'unknown_finding' : 'repeated_finding';
      problems.push({ reason, ref, what: ref, part: 'explanation' });
      continue;
    }
    seen.add(ref);
    const text = withoutInvisible(explicacion);
    const invented = pasajes.filter((id) => !about.passages.has(id));
    const found = [
      ...invented.map((id): Problem => ({ reason: 'invented_citation', ref, what: id, part: 'explanation' })),
      ...textProblems('explanation', ref, text, about, mask),
    ];
    const restored = mask.restore(text);
    if (found.length === 0 && restored !== null) explanations.set(ref, restored);
    else problems.push(...found);
  }
  for (const { hallazgo: ref, texto } of answer.preguntas) {
    const about = known.get(ref);
    const text = withoutInvisible(texto);
    const found: Problem[] =
      about === undefined
        ? [{ reason: 'unknown_finding', ref, what: ref, part: 'question' }]
        : textProblems('question', ref, text, about, mask);
    const restored = mask.restore(text);
    if (found.length === 0 && restored !== null) questions.push(restored);
    else problems.push(...found);
  }
  return { explanations, questions, problems };
}

/** What no text of a model may have in it: links and addresses (looked for in what would be shown), markup, other alphabets. */
export function forbiddenPart(said: string, shown: string): string | null {
  const found = LINK.exec(shown) ?? MARKUP.exec(said) ?? FOREIGN.exec(said);
  return found === null ? null : found[0];
}

function textProblems(
  part: Problem['part'],
  ref: string,
  text: string,
  about: Vouchers,
  mask: IdentityMask,
): Problem[] {
  const problems: Problem[] = [];
  const note = (reason: DropReason, what: string) => problems.push({ reason, ref, what, part });
  const said = withoutTokens(text);
  const restored = mask.restore(text);
  // A name may hold an address as well: what is looked at is what would be shown.
  const forbidden = forbiddenPart(said, restored ?? said);
  if (forbidden !== null) note('forbidden_content', forbidden);
  // A person of another finding, or one that only a cell mentions, has no place in this one.
  const stranger = tokensOf(text).find((token) => !about.tokens.has(token));
  if (stranger !== undefined || restored === null) note('unknown_person', 'marcador desconocido');
  for (const made of unsupportedClaims(said, about.claims)) {
    const cites = ['article', 'norm', 'part'].includes(made.kind);
    note(cites ? 'invented_citation' : 'invented_figure', made.text);
  }
  for (const statement of unsupportedStatements(said, about.ownWords, about.text))
    note('unsupported_statement', statement);
  return problems;
}
