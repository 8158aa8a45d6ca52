import type { CitablePassage } from '../corpus/find-passages.ts';
import type { AnalysisEntry, AnalysisInput, Insight } from '../insights/types.ts';
import type { AnswerCache } from './answer-cache.ts';
import { createAsker } from './ask-model.ts';
import { checkAnswer, type CheckedAnswer, type DropReason, type Problem } from './check-answer.ts';
import { cleanCellText, visibleText } from './clean-text.ts';
import type { AnalysisModel } from './configure-model.ts';
import { createIdentityMask, looksLikePerson, type Identities } from './mask-identities.ts';
import type { ModelMeter } from './meter.ts';
import { createPromptTexts, textsToMask, type PromptFacts } from './write-prompt.ts';

export interface ExplainedInsights {
  /** By position in the insights given. */
  explanations: Map<number, string>;
  /** Positions, best first, of those the model ranked. */
  order: number[];
  questions: string[];
  dropped: { reason: DropReason | 'malformed_answer'; count: number }[];
  usage: { inputTokens: number; outputTokens: number };
  /** Nothing was asked: all answers were known. */
  cached: boolean;
  /** What ended the repair; what was right before it stands. */
  failure?: unknown;
}

export interface ExplainRequest {
  model: AnalysisModel;
  input: AnalysisInput;
  insights: readonly Insight[];
  /** The passages cited, by id. */
  passages: ReadonlyMap<string, CitablePassage>;
  signal: AbortSignal;
  meter?: ModelMeter | undefined;
  cache?: AnswerCache | undefined;
}

/**
 * Asks a model to explain and order insights. Names, NITs and account numbers leave masked and return restored. What does not check
 * out against the facts is sent back once for repair, then dropped and counted: the rule's own text stands in its place.
 * @throws what the provider, the meter or `signal` throws, before anything was answered.
 */
export async function explainInsights(request: ExplainRequest): Promise<ExplainedInsights> {
  const facts = factsFor(request);
  const mask = createIdentityMask(identitiesOf(request.input), textsToMask(facts));
  const texts = createPromptTexts(facts, mask);
  const prompt = texts.prompt(request.input.year);
  const asker = await createAsker(request, facts);

  const first = await asker.ask(prompt);
  let checked = first === null ? null : checkAnswer(first.value, facts, texts, mask);
  if (first !== null && checked !== null && isWorthKeeping(checked)) await first.keep();
  let malformed = false;
  let failure: unknown;
  if (checked === null || checked.problems.length > 0) {
    try {
      const repaired = await asker.ask(`${prompt}\n\n${repairNote(checked?.problems ?? null)}`);
      malformed = repaired === null;
      if (repaired !== null) {
        const again = checkAnswer(repaired.value, facts, texts, mask);
        if (isWorthKeeping(again)) await repaired.keep();
        checked = merge(checked, again);
      }
    } catch (error) {
      if (checked === null) throw error;
      failure = error;
    }
  }
  return {
    explanations: new Map([...(checked?.explanations ?? [])].map(([ref, text]) => [positionOf(ref), text])),
    order: [...(checked?.explanations.keys() ?? [])].map(positionOf),
    questions: checked?.questions.slice(0, 3) ?? [],
    dropped: countDropped(checked, malformed),
    usage: asker.usage,
    cached: asker.calls === 0,
    ...(failure === undefined ? {} : { failure }),
  };
}

// An answer of which nothing could be used is better asked for again.
function isWorthKeeping({ explanations, questions }: CheckedAnswer): boolean {
  return explanations.size > 0 || questions.length > 0;
}

function factsFor({ input, insights, passages }: ExplainRequest): PromptFacts {
  const entries = new Map<string, AnalysisEntry>(input.entries.map((entry) => [entry.id, entry]));
  return {
    insights: insights.map((insight, position) => ({
      ref: `H${position + 1}`,
      insight,
      passages: insight.citations.flatMap(({ passageId }) => passages.get(passageId) ?? []),
      entries: insight.entryIds.flatMap((id) => entries.get(id) ?? []),
    })),
  };
}

function positionOf(ref: string): number {
  return Number(ref.slice(1)) - 1;
}

// Compared as they are shown: a name with an invisible character inside would not be recognised in clean text.
export function identitiesOf({ taxpayer, entries }: Pick<AnalysisInput, 'taxpayer' | 'entries'>): Identities {
  const reporters = [...new Set(entries.map((entry) => cleanCellText(entry.reporterName)))];
  return {
    people: [
      ...new Set([
        visibleText(taxpayer.name),
        ...entries.map((entry) => cleanCellText(entry.reportedName ?? '')),
        ...reporters.filter((name) => looksLikePerson(name)),
      ]),
    ],
    organizations: reporters.filter((name) => !looksLikePerson(name)),
    numbers: [...new Set([taxpayer.number, ...entries.map((entry) => entry.reporterNit)])],
    cellTexts: [
      ...new Set([
        ...reporters,
        ...entries.flatMap((entry) =>
          [entry.detail, ...(entry.additionalInformation ?? []).map(({ value }) => value)].map(visibleText),
        ),
      ]),
    ],
  };
}
function repairNote(problems: readonly Problem[] | null): string {
  if (problems === null)
    return 'La respuesta anterior no tenía la forma pedida. Responde de nuevo con el esquema exacto.';
  const list = problems.map(
    ({ ref, reason, what }) => `- ${ref}: ${REPAIRS[reason]} (${JSON.stringify(what)})`,
  );
  return `Responde de nuevo. La respuesta anterior tuvo estos problemas:\n${list.join('\n')}`;
}

const REPAIRS: Readonly<Record<DropReason, string>> = {
  unknown_finding: 'ese hallazgo no existe',
  repeated_finding: 'explica cada hallazgo una sola vez',
  invented_citation: 'esa norma no está entre los pasajes del hallazgo',
  invented_figure: 'esa cifra no está en el hallazgo ni en sus pasajes',
  unsupported_statement: 'eso no lo dicen el hallazgo ni sus pasajes',
  unknown_person: 'usa solo marcadores que estén en ese hallazgo',
  forbidden_content: 'no uses enlaces ni formato',
};

// What passed at first is kept: a repair is for the rest, and may spoil what was right.
function merge(first: CheckedAnswer | null, second: CheckedAnswer): CheckedAnswer {
  if (first === null) return second;
  const explanations = new Map(first.explanations);
  for (const [ref, text] of second.explanations) if (!explanations.has(ref)) explanations.set(ref, text);
  const questions = [...new Set([...first.questions, ...second.questions])];
  const repaired = new Set(second.problems.map(({ ref, part }) => `${part} ${ref}`));
  return {
    explanations,
    questions,
    problems: [
      ...second.problems,
      // What the repair left out is lost as it first came.
      ...first.problems.filter(({ ref, part }) => !repaired.has(`${part} ${ref}`)),
    ].filter(({ ref, part }) =>
      part === 'explanation' ? !explanations.has(ref) : second.questions.length === 0,
    ),
  };
}

/** Each explanation or question lost counts once for every reason it was lost for. */
function countDropped(checked: CheckedAnswer | null, malformed: boolean): ExplainedInsights['dropped'] {
  const lost = new Map(
    (checked?.problems ?? []).map((problem) => [
      `${problem.part} ${problem.ref} ${problem.reason}`,
      problem.reason,
    ]),
  );
  const counts = new Map<DropReason | 'malformed_answer', number>();
  if (malformed) counts.set('malformed_answer', 1);
  for (const reason of lost.values()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count }));
}
