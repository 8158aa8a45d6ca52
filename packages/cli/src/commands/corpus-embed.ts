import { defineCommand } from '../command.ts';
import { findSearchModels } from '../corpus/search-models.ts';
import { withCorpus } from '../corpus/with-corpus.ts';
import { CliError } from '../errors.ts';
import { print, printError, printJson } from '../terminal/output.ts';

const MICROS = 1_000_000n;

export const corpusEmbed = defineCommand({
  usage: '[--again] [--json]',
  description:
    'Gives every part of the loaded law the vector by which questions find it, of the model that AI_EMBEDDING_MODEL names.\n' +
    'Only what has none is embedded, and an interrupted run goes on where it was. Running workers do this by themselves.',
  options: {
    again: { type: 'boolean', description: 'All of it, as after a change of the model behind the same name' },
    json: {
      type: 'boolean',
      description: 'Print {provider, model, passages, chunks, known, embedded, pruned, tokens, costMicros}',
    },
  },
  async run({ options }) {
    const result = await withCorpus([], async (db, variables) => {
      const search = await findSearchModels(db, variables);
      if (search === null) {
        throw new CliError(
          'embedding_not_configured',
          'No embedding model is set: say which with AI_EMBEDDING_MODEL and AI_EMBEDDING_PROVIDER (see .env.example).',
        );
      }
      const [{ costInMicros, embedCorpus }, { recordModelUse, SYSTEM_ORGANIZATION_ID }, prices] =
        await Promise.all([import('@accountia/rag'), import('@accountia/db'), readPrices(variables)]);
      const { provider, modelId } = search.models.embedding;
      const useOf = (tokens: number) =>
        ({ purpose: 'question', provider, modelId, inputTokens: tokens, outputTokens: 0 }) as const;
      const done = await embedCorpus(db, {
        model: search.models.embedding,
        store: await search.openStore(),
        ...(options.again ? { again: true } : {}),
        onProgress: (embedded, all) => {
          if (process.stderr.isTTY) printError(`${embedded} of ${all} parts`);
        },
        async onUse(tokens) {
          const use = useOf(tokens);
          const costMicros = costInMicros(use, prices);
          await recordModelUse(db, SYSTEM_ORGANIZATION_ID, { ...use, costMicros }, null);
        },
      });
      if (done === null) {
        throw new CliError(
          'embedding_busy',
          'Another process, such as a worker, is embedding the corpus right now.',
        );
      }
      return { provider, model: modelId, ...done, costMicros: costInMicros(useOf(done.tokens), prices) };
    });
    const cost = result.costMicros === null ? null : result.costMicros.toString();
    if (options.json) printJson({ ...result, costMicros: cost });
    else {
      print(`Model: ${result.provider}/${result.model}`);
      print(
        `${result.passages} passages in ${result.chunks} parts: ${result.known} had their vector, ${result.embedded} got one`,
      );
      print(
        `${result.tokens} tokens, ${result.costMicros === null ? 'cost not known (AI_PRICES)' : `US$ ${dollars(result.costMicros)}`}`,
      );
    }
    return 0;
  },
});

async function readPrices(variables: Readonly<Record<string, string | undefined>>) {
  const [{ modelUseEnvironment, readEnvironment }, { z }] = await Promise.all([
    import('@accountia/service-kit'),
    import('zod'),
  ]);
  return readEnvironment('accountia', z.object(modelUseEnvironment), variables).AI_PRICES;
}

function dollars(micros: bigint): string {
  return `${micros / MICROS}.${String(micros % MICROS).padStart(6, '0')}`;
}
