import type { LanguageModel } from 'ai';
import type { CitablePassage } from '../corpus/find-passages.ts';
import type { AnalysisEntry, AnalysisInput, Insight } from '../insights/types.ts';
import type { ModelAnswer } from './answer-schema.ts';
import { checkAnswer, type CheckedAnswer, type DropReason, type Problem } from './check-answer.ts';
import { visibleText } from './clean-text.ts';
import { createIdentityMask, looksLikePerson, type Identities } from './mask-identities.ts';
import { INSTRUCTIONS, writePrompt, type PromptFacts } from './write-prompt.ts';

export interface ExplainedInsights {
  /** By position in the insights given. */
  explanations: Map<number, string>;
  /** Positions, best first, of those the model ranked. */
  order: number[];
  questions: string[];
  dropped: { reason: DropReason | 'malformed_answer'; count: number }[];
  usage: { inputTokens: number; outputTokens: number };
}

export interface ExplainRequest {
  model: LanguageModel;
  input: AnalysisInput;
  insights: readonly Insight[];
  /** The passages cited, by id. */
  passages: ReadonlyMap<string, CitablePassage>;
  signal: AbortSignal;
}

// The queue retries the whole run as well; more here would multiply.
const MODEL_RETRIES = 1;

/**
 * Asks a model to explain and order insights. Names, NITs and account numbers leave masked and return restored. What does not check
 * out against the facts is sent back once for repair, then dropped and counted: the rule's own text stands in its place.
 * @throws what the provider or `signal` throws.
 */
export async function explainInsights(request: ExplainRequest): Promise<ExplainedInsights> {
  const mask = createIdentityMask(identitiesOf(request.input));
  const facts = factsFor(request);
  const prompt = writePrompt(request.input.year, facts, mask);
  const usage = { inputTokens: 0, outputTokens: 0 };

  const first = await ask(request, facts, prompt, usage);
  let checked = first === null ? null : checkAnswer(first, facts, mask);
  let malformed = false;
  if (checked === null || checked.problems.length > 0) {
    const repaired = await ask(
      request,
      facts,
      `${prompt}\n\n${repairNote(checked?.problems ?? null)}`,
      usage,
    );
    malformed = repaired === null;
    if (repaired !== null) checked = merge(checked, checkAnswer(repaired, facts, mask));
  }
  return {
    explanations: new Map([...(checked?.explanations ?? [])].map(([ref, text]) => [positionOf(ref), text])),
    order: [...(checked?.explanations.keys() ?? [])].map(positionOf),
    questions: checked?.questions.slice(0, 3) ?? [],
    dropped: countDropped(checked, malformed),
    usage,
  };
}

/** Null when the answer is not of the shape asked for. */
async function ask(
  { model, signal }: ExplainRequest,
  facts: PromptFacts,
  prompt: string,
  usage: { inputTokens: number; outputTokens: number },
): Promise<ModelAnswer | null> {
  const [{ generateText, NoObjectGeneratedError, Output }, { answerSchema }] = await Promise.all([
    import('ai'),
    import('./answer-schema.ts'),
  ]);
  const refs = facts.insights.map(({ ref }) => ref);
  const passageIds = [...new Set(facts.insights.flatMap(({ passages }) => passages.map(({ id }) => id)))];
  try {
    const result = await generateText({
      model,
      instructions: INSTRUCTIONS,
      prompt,
      output: Output.object({ schema: answerSchema(refs, passageIds) }),
      abortSignal: signal,
      maxRetries: MODEL_RETRIES,
    });
    addUsage(usage, result.usage);
    return result.output;
  } catch (error) {
    if (!NoObjectGeneratedError.isInstance(error)) throw error;
    addUsage(usage, error.usage);
    return null;
  }
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
function identitiesOf({ taxpayer, entries }: AnalysisInput): Identities {
  const reporters = [...new Set(entries.map((entry) => visibleText(entry.reporterName)))];
  return {
    people: [
      visibleText(taxpayer.name),
      ...entries.map((entry) => visibleText(entry.reportedName ?? '')),
      ...reporters.filter((name) => looksLikePerson(name)),
    ],
    organizations: reporters.filter((name) => !looksLikePerson(name)),
    numbers: [taxpayer.number, ...entries.map((entry) => entry.reporterNit)],
    cellTexts: entries.flatMap((entry) =>
      [entry.detail, ...(entry.additionalInformation ?? []).map(({ value }) => value)].map(visibleText),
    ),
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
  unknown_person: 'usa solo marcadores que estén en los datos',
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

function addUsage(
  total: { inputTokens: number; outputTokens: number },
  usage: { inputTokens: number | undefined; outputTokens: number | undefined } | undefined,
): void {
  total.inputTokens += usage?.inputTokens ?? 0;
  total.outputTokens += usage?.outputTokens ?? 0;
}
