import { describe, expect, test } from 'vitest';
import { createEmbeddingModelFromConfig, type EmbeddingConfig } from './configure-embedding.ts';
import { embeddingEnvironment } from './model-environment.ts';

describe('the configured embedding model', () => {
  test('is none without a configuration', () => {
    expect(createEmbeddingModelFromConfig(null)).toBeNull();
  });

  test.each([
    { provider: 'openai', model: 'some-model', apiKey: 'k' },
    { provider: 'google', model: 'some-model', apiKey: 'k' },
    { provider: 'openai-compatible', model: 'some-model', baseUrl: 'http://127.0.0.1:11434/v1' },
  ] satisfies EmbeddingConfig[])('of $provider loads', async (config) => {
    const models = createEmbeddingModelFromConfig(config);
    expect(models?.embedding).toMatchObject({ provider: config.provider, modelId: 'some-model' });
    await expect(models?.embedding.load()).resolves.toMatchObject({ modelId: 'some-model' });
    expect(models?.reranking).toBeNull();
  });

  test('may have one that ranks beside it, on a server that has one', async () => {
    const models = createEmbeddingModelFromConfig({
      provider: 'openai-compatible',
      model: 'm',
      rerankingModel: 'ranks',
      baseUrl: 'http://127.0.0.1:11434/v1',
    });
    await expect(models?.reranking?.load()).resolves.toMatchObject({ modelId: 'ranks' });
  });

  test.each([
    { provider: 'openai', model: 'm' },
    { provider: 'openai-compatible', model: 'm' },
    { provider: 'openai-compatible', model: 'm', baseUrl: 'ftp://host' },
    { provider: 'anthropic', model: 'm', apiKey: 'secret-key' },
    { provider: 'google', model: '', apiKey: 'secret-key' },
  ])('with a wrong configuration stops at once and tells no key: %j', (config) => {
    const create = () => createEmbeddingModelFromConfig(config as EmbeddingConfig);
    expect(create).toThrow(expect.objectContaining({ code: 'model_config_invalid' }));
    expect(create).not.toThrow(/secret-key/);
  });
});

describe('the variables of the embedding model', () => {
  const read = (variables: Record<string, string>) => embeddingEnvironment.parse(variables);
  const refused = (variables: Record<string, string>) =>
    embeddingEnvironment.safeParse(variables).error?.issues.map(({ path }) => path.join('.'));

  test('ask for none unless one is named', () => {
    expect(read({})).toBeNull();
    expect(read({ AI_PROVIDER: 'openai', AI_MODEL: 'm', AI_API_KEY: 'k' })).toBeNull();
  });

  test('share the service of the language model unless they name their own', () => {
    expect(read({ AI_PROVIDER: 'openai', AI_API_KEY: 'k', AI_EMBEDDING_MODEL: 'e' })).toEqual({
      timeoutMs: 2_000,
      models: { provider: 'openai', model: 'e', apiKey: 'k' },
    });
    expect(
      read({
        AI_PROVIDER: 'anthropic',
        AI_API_KEY: 'k',
        AI_EMBEDDING_PROVIDER: 'openai-compatible',
        AI_EMBEDDING_BASE_URL: 'http://127.0.0.1:8080/v1',
        AI_EMBEDDING_MODEL: 'e',
        AI_RERANKING_MODEL: 'r',
        AI_EMBEDDING_TIMEOUT_MS: '500',
        AI_EMBEDDING_CONFIDENT_FROM: '0.6',
      }),
    ).toEqual({
      timeoutMs: 500,
      confidentFrom: 0.6,
      models: {
        provider: 'openai-compatible',
        model: 'e',
        baseUrl: 'http://127.0.0.1:8080/v1',
        rerankingModel: 'r',
      },
    });
  });

  test('never give the key of one service to another', () => {
    const own = { AI_PROVIDER: 'openai-compatible', AI_API_KEY: 'k', AI_BASE_URL: 'http://127.0.0.1:1/v1' };
    const moved = read({ ...own, AI_EMBEDDING_MODEL: 'e', AI_EMBEDDING_BASE_URL: 'http://127.0.0.1:2/v1' });
    expect(moved?.models).not.toHaveProperty('apiKey');
    expect(
      refused({
        AI_PROVIDER: 'anthropic',
        AI_API_KEY: 'k',
        AI_EMBEDDING_MODEL: 'e',
        AI_EMBEDDING_PROVIDER: 'google',
      }),
    ).toEqual(['AI_EMBEDDING_API_KEY']);
  });

  test('that make no model say which of them is missing', () => {
    expect(refused({ AI_EMBEDDING_MODEL: 'e' })).toEqual(['AI_EMBEDDING_PROVIDER']);
    expect(refused({ AI_EMBEDDING_MODEL: 'e', AI_PROVIDER: 'anthropic', AI_API_KEY: 'k' })).toEqual([
      'AI_EMBEDDING_PROVIDER',
    ]);
    expect(refused({ AI_EMBEDDING_MODEL: 'e', AI_EMBEDDING_PROVIDER: 'openai-compatible' })).toEqual([
      'AI_EMBEDDING_BASE_URL',
    ]);
    expect(refused({ AI_RERANKING_MODEL: 'r' })).toEqual(['AI_EMBEDDING_MODEL']);
    expect(
      refused({ AI_EMBEDDING_MODEL: 'e', AI_PROVIDER: 'openai', AI_API_KEY: 'k', AI_RERANKING_MODEL: 'r' }),
    ).toEqual(['AI_RERANKING_MODEL']);
  });
});
