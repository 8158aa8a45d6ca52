import type { IdentityMask } from './mask-identities.ts';
import { withoutTokens } from './mask-identities.ts';
import { readClaims, unsupportedClaims, type Claim } from './read-claims.ts';
import type { ModelAnswer } from './answer-schema.ts';
import { factsText, type PromptFacts } from './write-prompt.ts';

export type DropReason =
  | 'unknown_finding'
  | 'repeated_finding'
  | 'invented_citation'
  | 'invented_figure'
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

// Nothing in an explanation needs a link, an image or markup, and each is a way to carry data out.
const FORBIDDEN = /https?:|www\.|\]\(|!\[|<[a-z/!]|javascript:/i;

/** Checks every figure and reference of a model's answer against the facts it was given, and restores names in what passes. */
export function checkAnswer(answer: ModelAnswer, facts: PromptFacts, mask: IdentityMask): CheckedAnswer {
  const known = new Map(
    facts.insights.map((fact) => [
      fact.ref,
      {
        claims: readClaims(withoutTokens(factsText(fact, mask))),
        passages: new Set(fact.passages.map((passage) => passage.id)),
      },
    ]),
  );
  const explanations = new Map<string, string>();
  const questions: string[] = [];
  const problems: Problem[] = [];

  for (const { hallazgo: ref, explicacion, pasajes } of answer.hallazgos) {
    const about = known.get(ref);
    if (about === undefined) {
      problems.push({ reason: 'unknown_finding', ref, what: ref, part: 'explanation' });
      continue;
    }
    if (explanations.has(ref)) {
      problems.push({ reason: 'repeated_finding', ref, what: ref, part: 'explanation' });
      continue;
    }
    const invented = pasajes.filter((id) => !about.passages.has(id));
    const found = [
      ...invented.map((id): Problem => ({ reason: 'invented_citation', ref, what: id, part: 'explanation' })),
      ...textProblems('explanation', ref, explicacion, about.claims, mask),
    ];
    const restored = mask.restore(explicacion);
    if (found.length === 0 && restored !== null) explanations.set(ref, restored.trim());
    else problems.push(...found);
  }
  for (const { hallazgo: ref, texto } of answer.preguntas) {
    const about = known.get(ref);
    const found: Problem[] =
      about === undefined
        ? [{ reason: 'unknown_finding', ref, what: ref, part: 'question' }]
        : textProblems('question', ref, texto, about.claims, mask);
    const restored = mask.restore(texto);
    if (found.length === 0 && restored !== null) questions.push(restored.trim());
    else problems.push(...found);
  }
  return { explanations, questions, problems };
}

function textProblems(
  part: Problem['part'],
  ref: string,
  text: string,
  facts: readonly Claim[],
  mask: IdentityMask,
): Problem[] {
  const problems: Problem[] = [];
  const markup = FORBIDDEN.exec(text);
  if (markup !== null) problems.push({ reason: 'forbidden_content', ref, what: markup[0], part });
  if (mask.restore(text) === null)
    problems.push({ reason: 'unknown_person', ref, what: 'marcador desconocido', part });
  for (const made of unsupportedClaims(withoutTokens(text), facts)) {
    const reason = made.kind === 'article' || made.kind === 'norm' ? 'invented_citation' : 'invented_figure';
    problems.push({ reason, ref, what: made.text, part });
  }
  return problems;
}
