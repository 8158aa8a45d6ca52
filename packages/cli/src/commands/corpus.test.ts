import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createTestDatabase, startTestServices } from '@accountia/dev-services/testing';
import { startEmbeddingServer } from '@accountia/rag/testing/embedding';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callCommand, runCommand } from '../testing/run-command.ts';
import { temporaryDirectory, type TemporaryDirectory } from '../testing/temporary-directory.ts';

describe('the tax corpus on the command line', () => {
  let services: Awaited<ReturnType<typeof startTestServices>>;
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let directory: TemporaryDirectory;
  beforeAll(async () => {
    services = await startTestServices({ ownerPid: process.pid });
    database = await createTestDatabase(services.databaseUrl);
    directory = temporaryDirectory();
    const lines = [
      {
        article: '592',
        title: 'Quiénes no declaran',
        text: 'No presentan declaración de renta los de menores ingresos.',
      },
      {
        article: 'art-336-1-costos',
        title: 'Costos',
        text: 'Los costos y gastos se limitan.',
        status: 'modificado',
      },
    ];
    writeFileSync(
      path.join(directory.path, 'estatuto-tributario.jsonl'),
      lines.map((line) => JSON.stringify(line)).join('\n'),
    );
    writeFileSync(
      path.join(directory.path, 'preguntas.txt'),
      '¿quién no declara renta?\n\nreceta de arepas\nartículo 336-1\n',
    );
  });
  afterAll(async () => {
    directory[Symbol.dispose]();
    await database.dispose();
    await services.release();
  });
  const optionsWith = (environment: Readonly<Record<string, string>>) => ({
    directory: directory.path,
    environment: { DATABASE_URL: database.url, ...environment },
  });
  const corpusWith = (environment: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    callCommand(['corpus', ...args], optionsWith(environment));
  const corpus = (...args: readonly string[]) => corpusWith({}, ...args);
  /** As a process that must end by itself. */
  const corpusProcess = (...args: readonly string[]) => runCommand(['corpus', ...args], optionsWith({}));

  test('a file is loaded into an empty database, and again without change', async () => {
    const first = await corpusProcess('load', 'estatuto-tributario.jsonl', '--json');
    expect(first).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(first.output)).toMatchObject({ collection: 'estatuto-tributario', inserted: 2 });
    expect(JSON.parse((await corpus('load', 'estatuto-tributario.jsonl', '--json')).output)).toMatchObject({
      inserted: 0,
      unchanged: 2,
    });
  });

  test('a batch answers each line with an array, in order, with bare numbers and each article once', async () => {
    const { output, exitCode } = await corpusProcess(
      'search',
      '--batch',
      'preguntas.txt',
      '--k',
      '10',
      '--json',
    );
    expect(exitCode).toBe(0);
    const answers = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { article: string; title: string }[]);
    expect(answers).toHaveLength(4);
    expect(answers[0]?.find(({ article }) => article === '592')).toMatchObject({
      title: 'Quiénes no declaran',
    });
    expect(answers[1]).toEqual([]);
    expect(answers[2]).toEqual([]);
    expect(answers[3]?.[0]).toMatchObject({ article: '336-1', title: 'Costos' });
    expect(Object.keys(answers[3]![0]!)).toEqual(['source', 'article', 'title', 'score', 'text']);
    const numbers = answers[0]!.map(({ article }) => article);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('one question, for reading and as JSON, for a year', async () => {
    expect((await corpus('search', 'receta', 'de', 'arepas')).output).toBe(
      'The corpus does not answer this question.\n',
    );
    const { output } = await corpus('search', 'artículo 592', '--k', '1', '--year', '2025', '--json');
    expect(JSON.parse(output)).toMatchObject([{ article: '592' }]);
  });

  test('the evaluation prints its measures beside the plain ones', async () => {
    writeFileSync(
      path.join(directory.path, 'evaluacion.jsonl'),
      JSON.stringify({ id: 'a', question: '¿quién no declara?', articles: ['592'] }),
    );
    const { output } = await corpusProcess('eval', '--questions', 'evaluacion.jsonl', '--json');
    expect(JSON.parse(output)).toMatchObject([
      { search: 'plain BM25', evaluation: { questions: 1 } },
      { search: 'ours', evaluation: { recallAt5: 1 } },
    ]);
  });

  test('a configured model embeds the law once, and finds by meaning what words do not', async () => {
    await using server = await startEmbeddingServer({ borregos: 'costos' });
    const configured = {
      AI_EMBEDDING_PROVIDER: 'openai-compatible',
      AI_EMBEDDING_BASE_URL: server.baseUrl,
      AI_EMBEDDING_MODEL: 'local',
      AI_EMBEDDING_CONFIDENT_FROM: '0.3',
      AI_PRICES: '{"local":{"input":1000000,"output":0}}',
    };
    const embedded = await runCommand(['corpus', 'embed', '--json'], optionsWith(configured));
    const first = JSON.parse(embedded.output) as Record<string, number>;
    expect(first).toMatchObject({ provider: 'openai-compatible', model: 'local', known: 0 });
    expect(first['embedded']).toBe(first['chunks']);
    expect(first['tokens']).toBe(first['chunks']);
    expect(first['costMicros']).toBe(`${first['chunks']! * 1_000_000}`);
    const again = await corpusWith(configured, 'embed');
    expect(again.output).toContain(`${first['chunks']} had their vector, 0 got one`);
    expect(again.output).toContain('Model: openai-compatible/local');

    expect((await corpus('search', 'borregos', '--json')).output.trim()).toBe('[]');
    const found = await corpusWith(configured, 'search', 'borregos', '--k', '50', '--json');
    expect((JSON.parse(found.output) as { article: string }[]).map(({ article }) => article)).toContain(
      '336-1',
    );
    const evaluated = await corpusWith(configured, 'eval', '--questions', 'evaluacion.jsonl', '--json');
    expect(JSON.parse(evaluated.output)).toMatchObject([
      { search: 'plain BM25' },
      { search: 'ours' },
      { search: 'ours, local' },
    ]);
  });

  test('nothing is embedded without a model, and the answer says which variable names one', async () => {
    const { exitCode, output } = await corpus('embed', '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ error: { code: 'embedding_not_configured' } });
    expect(output).toContain('AI_EMBEDDING_MODEL');
  });

  test('what cannot be loaded says why and what to do', async () => {
    const missing = await corpus('load', 'no-existe.md', '--json');
    expect(missing.exitCode).toBe(1);
    expect(JSON.parse(missing.output)).toMatchObject({ error: { code: 'corpus_source_missing' } });
    expect((await corpus('search')).exitCode).toBe(2);
  });
});
