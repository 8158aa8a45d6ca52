import type { AnalysisModel } from '../model/configure-model.ts';
import { identitiesOf } from '../model/explain-insights.ts';
import type { IdentityMask } from '../model/mask-identities.ts';
import type { Claim } from '../model/read-claims.ts';
import { questionMask } from '../model/redact.ts';
import type { Piece } from './answer-from-rules.ts';
import { checkSentence, claimsOf, type Grounds } from './check-sentence.ts';
import {
  NO_ANSWER,
  QUESTION_INSTRUCTIONS,
  questionPrompt,
  type QuestionMaterial,
} from './question-prompt.ts';
import { createSentenceReader } from './read-sentences.ts';
import type { AskedDeclaration, SentenceDropReason } from './types.ts';

export interface ModelRequest {
  readonly model: AnalysisModel;
  readonly asked: AskedDeclaration;
  readonly material: QuestionMaterial;
  readonly obligated: Grounds['obligated'];
  readonly signal: AbortSignal;
}

/** What came of asking, filled in while the sentences come; complete also when the model breaks off. */
export interface ModelOutcome {
  readonly dropped: Map<SentenceDropReason, number>;
  usage: { inputTokens: number; outputTokens: number } | null;
}

const MOST_OUTPUT_TOKENS = 900;
/** A server that never ends, or that ignores the limit above, is left here. */
const MOST_CHARACTERS = 12_000;
const MODEL_RETRIES = 1;

/**
 * The sentences of a model that check out, each as soon as it is whole. Names, NITs and account numbers leave masked and return
 * restored; what does not check out is counted in `outcome` and never given.
 * @throws what the provider or `signal` throws
 */
export async function* streamFromModel(
  request: ModelRequest,
  outcome: ModelOutcome,
): AsyncGenerator<Piece, void, void> {
  const { asked, material, signal } = request;
  const mask = questionMask(material.question, identitiesOf(asked));
  const grounds = {
    claims: claimsBySource(material, mask),
    known: claimsOf(`${material.year}`),
    obligated: request.obligated,
  };
  const prompt = questionPrompt(material, mask);
  const [{ APICallError, RetryError, streamText }, model] = await Promise.all([
    import('ai'),
    request.model.load(),
  ]);
  const refused = (error: unknown) =>
    APICallError.isInstance(RetryError.isInstance(error) ? error.lastError : error);
  const enough = new AbortController();
  const reader = createSentenceReader();
  let received = 0;
  // Until the provider tells: what was sent and came was paid for, also when it breaks off.
  outcome.usage = { inputTokens: tokensOf(QUESTION_INSTRUCTIONS.length + prompt.length), outputTokens: 0 };

  function* check(sentences: readonly string[]): Generator<Piece> {
    for (const sentence of sentences) {
      if (sentence.startsWith(NO_ANSWER)) continue;
      const checked = checkSentence(sentence, grounds, mask);
      if (checked.passed) yield { text: checked.text, refs: checked.refs };
      else outcome.dropped.set(checked.reason, (outcome.dropped.get(checked.reason) ?? 0) + 1);
    }
  }

  try {
    const { stream } = streamText({
      model,
      instructions: QUESTION_INSTRUCTIONS,
      prompt,
      maxOutputTokens: MOST_OUTPUT_TOKENS,
      maxRetries: MODEL_RETRIES,
      abortSignal: AbortSignal.any([signal, enough.signal]),
      // Comes as a part of the stream as well; unanswered it would go to the console.
      onError: () => undefined,
    });
    for await (const part of stream) {
      signal.throwIfAborted();
      if (part.type === 'error') {
        // Refused before a word was said: there is nothing to pay.
        if (received === 0 && refused(part.error)) outcome.usage = null;
        throw part.error;
      }
      if (part.type === 'finish') outcome.usage = usageOf(part.totalUsage, outcome.usage);
      if (part.type !== 'text-delta') continue;
      received += part.text.length;
      outcome.usage = { ...outcome.usage, outputTokens: tokensOf(received) };
      yield* check(reader.feed(part.text));
      if (received > MOST_CHARACTERS) break;
    }
    signal.throwIfAborted();
    if (received <= MOST_CHARACTERS) yield* check(reader.end());
  } finally {
    // Also when nobody listens any more: the provider must not go on writing.
    enough.abort();
  }
}

/** Every figure and reference that a source vouches for, as the model is shown it. */
function claimsBySource(
  { facts, calculated, law }: QuestionMaterial,
  mask: IdentityMask,
): Map<string, Claim[]> {
  const claims = new Map<string, Claim[]>(facts.map(({ ref, text }) => [ref, claimsOf(mask.mask(text))]));
  for (const { ref, norm, article, title, body } of law)
    claims.set(ref, claimsOf(`artículo ${article}; ${norm}; ${title}; ${body}`));
  // A sum in the calculated answer belongs to the facts it was made of.
  for (const { text, refs } of calculated) {
    const made = claimsOf(mask.mask(text));
    for (const ref of refs) claims.get(ref)?.push(...made);
  }
  return claims;
}

const CHARACTERS_OF_A_TOKEN = 4;

function tokensOf(characters: number): number {
  return Math.ceil(characters / CHARACTERS_OF_A_TOKEN);
}

function usageOf(
  told: { inputTokens: number | undefined; outputTokens: number | undefined },
  estimated: { inputTokens: number; outputTokens: number },
) {
  return {
    inputTokens: told.inputTokens ?? estimated.inputTokens,
    outputTokens: told.outputTokens ?? estimated.outputTokens,
  };
}
