import { defineCommand } from '../command.ts';
import { findEnvironment } from '../environment.ts';
import { CliError } from '../errors.ts';
import { type RedisAddress, redisAddress } from '../redis/address.ts';
import { runExternalCli } from '../redis/external.ts';

export const redisCli = defineCommand({
  usage: '[-- command and arguments]',
  description:
    'Opens a prompt on the Redis of the queue, or sends it one command: accountia redis cli -- LLEN mylist\n' +
    'Uses redis-cli or valkey-cli where one is installed, else a small prompt of its own.',
  options: {},
  words: { min: 0, max: 10_000 },
  async run({ words }) {
    const { url, address } = await findRedis();
    const exitCode = await runExternalCli(address, words);
    if (exitCode !== null) return exitCode;
    const { prompt, sendCommand } = await import('../redis/built-in.ts');
    return words.length === 0 ? await prompt(url) : await sendCommand(url, words);
  },
});

export const redisMonitor = defineCommand({
  usage: '',
  description: 'Prints every command that Redis receives, as it comes. It slows a busy server down.',
  options: {},
  async run() {
    const { url, address } = await findRedis();
    const exitCode = await runExternalCli(address, ['MONITOR']);
    if (exitCode !== null) return exitCode;
    const { monitor } = await import('../redis/built-in.ts');
    return await monitor(url);
  },
});

async function findRedis(): Promise<{ url: string; address: RedisAddress }> {
  const variables = await findEnvironment(['queue']);
  const url = variables['REDIS_URL'];
  if (!url)
    throw new CliError('no_redis', 'There is no Redis: the queue is delivered through PostgreSQL here');
  return { url, address: redisAddress(url) };
}
