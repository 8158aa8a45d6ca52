import type { LanguageModelUsage } from 'ai';
import { questionHash } from './answer-cache.ts';
import type { ModelAnswer } from './answer-schema.ts';
import type { ExplainRequest } from './explain-insights.ts';
import { INSTRUCTIONS, PROMPT_VERSION, type PromptFacts } from './write-prompt.ts';

/** An answer of the shape asked for. */
export interface Answered {
  value: ModelAnswer;
  /** Keeps it for the next time this is asked. Does nothing for one that was kept already. */
  keep(): Promise<void>;
}

export interface Asker {
  /** Null when the answer is not of the shape asked for. */
  ask(prompt: string): Promise<Answered | null>;
  /** What the calls took; known answers take nothing. */
  readonly usage: { inputTokens: number; outputTokens: number };
  readonly calls: number;
}

// Analyses never fail because of a model, so the queue does not repeat these: this is all the patience there is, and the
// deadline of the whole analysis bounds it. A provider's `retry-after` is heeded by the SDK.
const MODEL_RETRIES = 1;
/** Some models think in tokens of their output; what is asked for takes a quarter of this. */
const MOST_OUTPUT_TOKENS = 16_000;
/** For servers that do not say how much they counted: a little more than what Spanish takes. */
const CHARACTERS_PER_TOKEN = 3;

/** Asks about these facts, or remembers what was answered; counts what it takes. */
export async function createAsker(request: ExplainRequest, facts: PromptFacts): Promise<Asker> {
  const { model, signal, meter, cache } = request;
  const { answerSchema } = await import('./answer-schema.ts');
  const refs = facts.insights.map(({ ref }) => ref);
  const passageIds = [...new Set(facts.insights.flatMap(({ passages }) => passages.map(({ id }) => id)))];
  const schema = answerSchema(refs, passageIds);
  const shape = JSON.stringify(await schema.jsonSchema);
  const usage = { inputTokens: 0, outputTokens: 0 };
  let calls = 0;
  let counted = false;

  async function count(used: LanguageModelUsage | undefined, prompt: string, text: string) {
    counted = true;
    const taken = {
      inputTokens: used?.inputTokens ?? estimated(INSTRUCTIONS + prompt + shape),
      outputTokens: used?.outputTokens ?? estimated(text),
    };
    usage.inputTokens += taken.inputTokens;
    usage.outputTokens += taken.outputTokens;
    await meter?.record({
      purpose: 'analysis',
      provider: model.provider,
      modelId: model.modelId,
      ...taken,
    });
    return taken;
  }

  async function remembered(hash: string): Promise<ModelAnswer | null> {
    const known = (await cache?.find(hash)) ?? null;
    if (known === null) return null;
    const read = await schema.validate?.(JSON.parse(known));
    return read?.success === true ? read.value : null;
  }

  return {
    usage,
    get calls() {
      return calls;
    },
    async ask(prompt) {
      const hash = questionHash([model.provider, model.modelId, PROMPT_VERSION, INSTRUCTIONS, shape, prompt]);
      const known = await remembered(hash);
      if (known !== null) return { value: known, keep: () => Promise.resolve() };
      signal.throwIfAborted();
      await meter?.check();
      calls += 1;
      counted = false;
      const { generateText, NoObjectGeneratedError, NoOutputGeneratedError, Output } = await import('ai');
      try {
        const result = await generateText({
          model: await model.load(),
          instructions: INSTRUCTIONS,
          prompt,
          output: Output.object({ schema }),
          maxOutputTokens: MOST_OUTPUT_TOKENS,
          abortSignal: signal,
          maxRetries: MODEL_RETRIES,
        });
        const taken = await count(result.usage, prompt, result.text);
        const value = result.output;
        return {
          value,
          async keep() {
            const { provider, modelId } = model;
            const answer = JSON.stringify(value);
            await cache?.store({ hash, provider, modelId, promptVersion: PROMPT_VERSION, answer, ...taken });
          },
        };
      } catch (error) {
        // Nothing at all was said, which `count` has seen already.
        if (NoOutputGeneratedError.isInstance(error)) return null;
        if (!NoObjectGeneratedError.isInstance(error)) {
          if (!counted) await meter?.release();
          throw error;
        }
        await count(error.usage, prompt, error.text ?? '');
        return null;
      }
    },
  };
}

function estimated(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}
