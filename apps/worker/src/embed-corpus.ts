import { type Database, recordModelUse, SYSTEM_ORGANIZATION_ID } from '@accountia/db';
import { costInMicros, embedCorpus, type ModelPrices, type SearchModels } from '@accountia/rag';
import type { Logger } from '@accountia/service-kit';
import type { Kysely } from 'kysely';

export interface CorpusEmbedding {
  /** The corpus has just changed: what is new is embedded at once. */
  wake(): void;
  stop(): Promise<void>;
}

export interface CorpusEmbeddingTimings {
  /** Between looks at whether another process has loaded something. */
  readonly pollMs: number;
  /** After a first failure; it doubles with each one that follows. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
}

const TIMINGS: CorpusEmbeddingTimings = { pollMs: 60_000, retryMs: 15_000, longestRetryMs: 15 * 60_000 };

/**
 * Keeps the vectors of the corpus up to date, beside the runs and in nobody's way: whatever the provider fails of is logged and
 * tried again, and until then words alone find the law. What is used belongs to the installation and not to any organization.
 */
export function startCorpusEmbedding(
  db: Kysely<Database>,
  search: Pick<SearchModels, 'models' | 'openStore'>,
  options: {
    readonly logger: Logger;
    readonly prices: ModelPrices;
    readonly timings?: CorpusEmbeddingTimings;
  },
): CorpusEmbedding {
  const { logger, prices, timings = TIMINGS } = options;
  const { embedding } = search.models;
  const { provider, modelId } = embedding;
  const stopping = new AbortController();
  let wake = Promise.withResolvers<void>();

  async function embedOnce(): Promise<boolean> {
    const done = await embedCorpus(db, {
      model: embedding,
      store: await search.openStore(),
      signal: stopping.signal,
      async onUse(tokens) {
        const use = { purpose: 'question', provider, modelId, inputTokens: tokens, outputTokens: 0 } as const;
        await recordModelUse(
          db,
          SYSTEM_ORGANIZATION_ID,
          { ...use, costMicros: costInMicros(use, prices) },
          null,
        );
      },
    });
    if (done !== null && done.embedded + done.pruned > 0)
      logger.info({ provider, model: modelId, ...done }, 'tax corpus embedded');
    return done !== null;
  }

  async function revision(): Promise<string> {
    return (await db.selectFrom('corpus_state').select('revision').executeTakeFirstOrThrow()).revision;
  }

  /** Of the corpus that has all its vectors, as far as this process knows. */
  let embedded: string | null = null;
  let failures = 0;

  /** Answers with how long to wait. */
  async function turn(): Promise<number> {
    try {
      const current = await revision();
      if (current !== embedded && (await embedOnce())) embedded = current;
      failures = 0;
      return timings.pollMs;
    } catch (error) {
      if (stopping.signal.aborted) return 0;
      const waitMs = Math.min(timings.retryMs * 2 ** failures, timings.longestRetryMs);
      failures += 1;
      logger.warn(
        { err: error, provider, model: modelId, failures, retryMs: waitMs },
        'the tax corpus could not be embedded; questions find law by words alone where it has no vectors, and it is tried again',
      );
      return waitMs;
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const waitMs = await turn();
      if (stopping.signal.aborted) return;
      await waitFor(waitMs, wake.promise);
      wake = Promise.withResolvers<void>();
    }
  }

  const running = run();
  return {
    wake: () => wake.resolve(),
    async stop() {
      stopping.abort(new Error('the worker stops'));
      wake.resolve();
      await running;
    },
  };
}

async function waitFor(waitMs: number, woken: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  await Promise.race([time, woken]);
  clearTimeout(timer);
}
