import { createOrganization, recordModelUse } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callCommand, runCommand } from '../testing/run-command.ts';

describe('usage', () => {
  let database: MigratedTestDatabase;
  const organization = 'Firma inventada';
  const run = (...words: string[]) =>
    callCommand(['usage', ...words], { environment: { DATABASE_URL: database.url } });
  beforeAll(async () => {
    database = await openTestDatabase();
    const { id } = await createOrganization(database.db, organization);
    const use = {
      purpose: 'analysis',
      provider: 'openai',
      modelId: 'm',
      inputTokens: 900,
      outputTokens: 100,
    } as const;
    await recordModelUse(database.db, id, { ...use, costMicros: 1_500_000n }, null);
  });
  afterAll(async () => {
    await database.dispose();
  });

  test('shows what was used and what it cost', async () => {
    // As a process that must end by itself.
    const { exitCode, output } = await runCommand(['usage', '--organization', organization], {
      environment: { DATABASE_URL: database.url },
    });
    expect(exitCode).toBe(0);
    expect(output).toContain('This month: 1000 of 5000000 tokens.');
    expect(output).toMatch(/openai\/m +analysis +1 +0 +900 +100 +1\.5000/);
  });

  test('sets a budget, none at all, and takes it away', async () => {
    const budget = async (tokens: string) =>
      (
        JSON.parse((await run('--organization', organization, '--budget', tokens, '--json')).output) as {
          budget: number;
        }
      ).budget;
    expect(await budget('1234')).toBe(1_234);
    expect(await budget('0')).toBe(0);
    expect(await budget('default')).toBe(5_000_000);
  });

  test('needs an organization that exists, and a sensible budget', async () => {
    expect((await run()).exitCode).toBe(2);
    expect((await run('--organization', 'nadie')).errors).toContain(
      'There is no organization called "nadie"',
    );
    expect((await run('--organization', organization, '--budget', 'mucho')).exitCode).toBe(2);
  });
});
