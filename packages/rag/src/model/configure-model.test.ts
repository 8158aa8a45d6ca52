import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createModelFromConfig, type ModelConfig } from './configure-model.ts';

describe('the configured model', () => {
  test('is none without a configuration', () => {
    expect(createModelFromConfig(null)).toBeNull();
  });

  test.each([
    { provider: 'openai', model: 'some-model', apiKey: 'k' },
    { provider: 'anthropic', model: 'some-model', apiKey: 'k' },
    { provider: 'google', model: 'some-model', apiKey: 'k' },
    { provider: 'openai-compatible', model: 'some-model', baseUrl: 'http://127.0.0.1:11434/v1' },
  ] satisfies ModelConfig[])('of $provider loads', async (config) => {
    const model = createModelFromConfig(config);
    expect(model).toMatchObject({ provider: config.provider, modelId: 'some-model' });
    await expect(model?.load()).resolves.toMatchObject({ modelId: 'some-model' });
  });

  test.each([
    { provider: 'openai', model: 'm' },
    { provider: 'openai-compatible', model: 'm' },
    { provider: 'openai-compatible', model: 'm', baseUrl: 'ftp://host' },
    { provider: 'someone-else', model: 'm', apiKey: 'secret-key' },
    { provider: 'openai', model: '', apiKey: 'secret-key' },
  ])('with a wrong configuration stops at once and tells no key: %j', (config) => {
    const create = () => createModelFromConfig(config as ModelConfig);
    expect(create).toThrow(expect.objectContaining({ code: 'model_config_invalid' }));
    expect(create).not.toThrow(/secret-key/);
  });

  test('does not bring the AI SDK into a process that only configures it', async () => {
    const program = `
      const { registerHooks } = await import('node:module');
      const loaded = [];
      registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
      const { createModelFromConfig } = await import(${JSON.stringify(new URL('../index.ts', import.meta.url).href)});
      createModelFromConfig({ provider: 'openai', model: 'm', apiKey: 'k' });
      console.log(JSON.stringify(loaded.filter((url) => /node_modules\\/(ai|@ai-sdk)\\//.test(url))));
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    expect(JSON.parse(stdout)).toEqual([]);
  });
});
