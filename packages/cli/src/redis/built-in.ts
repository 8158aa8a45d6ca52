import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { describeError } from '../errors.ts';
import { print, printError } from '../terminal/output.ts';
import { formatReply, splitCommand } from './format-reply.ts';

/** For machines without redis-cli: enough to look around. Throws what the connection failed with. */
async function withConnection(url: string, work: (redis: Redis) => Promise<number>): Promise<number> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 1,
    retryStrategy: () => null,
    connectionName: 'accountia-command-line',
  });
  // The promises only say that the connection is closed; why is told here.
  let reason: Error | undefined;
  redis.on('error', (error) => (reason = error));
  try {
    await redis.connect();
    return await work(redis);
  } catch (error) {
    throw reason ?? error;
  } finally {
    // Of a connection that never was, it would wait for the end of it.
    if (redis.status !== 'end') redis.disconnect();
  }
}

/** One command; answers with the exit code. */
export async function sendCommand(url: string, words: readonly string[]): Promise<number> {
  return await withConnection(url, (redis) => send(redis, words));
}

/** A prompt, until "quit" or the end of the input. */
export async function prompt(url: string): Promise<number> {
  return await withConnection(url, async (redis) => {
    const { stdin, stdout } = process;
    const input = createInterface({
      input: stdin,
      ...(stdin.isTTY ? { output: stdout, prompt: 'redis> ' } : {}),
    });
    const ask = () => {
      if (stdin.isTTY) input.prompt();
    };
    ask();
    for await (const line of input) {
      const words = splitCommand(line);
      if (words === null) printError('A quote is not closed');
      else if (words.length === 1 && /^(quit|exit)$/i.test(words[0]!)) break;
      else if (words.length > 0) await send(redis, words);
      ask();
    }
    input.close();
    return 0;
  });
}

/** Prints every command that the server receives, until the connection ends. */
export async function monitor(url: string): Promise<number> {
  return await withConnection(url, async (redis) => {
    const stream = await redis.monitor();
    printError('Every command that Redis receives; Ctrl-C ends it.');
    stream.on('monitor', (time: string, args: readonly string[], source: string, database: string) => {
      print(`${time} [${database} ${source}] ${args.map((word) => JSON.stringify(word)).join(' ')}`);
    });
    await new Promise<void>((resolve) => void stream.on('end', resolve));
    return 1;
  });
}

async function send(redis: Redis, words: readonly string[]): Promise<number> {
  const [command = '', ...args] = words;
  try {
    print(formatReply(await redis.call(command, ...args)));
    return 0;
  } catch (error) {
    printError(`(error) ${describeError(error).message}`);
    return 1;
  }
}
