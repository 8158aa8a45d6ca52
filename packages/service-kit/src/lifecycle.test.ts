import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';

describe('the lifecycle of a process', () => {
  /** Runs a program that registers steps, sends it a signal once it is ready, and reports how it ended. */
  async function run(
    body: string,
    signals: NodeJS.Signals[],
    level = 'silent',
  ): Promise<{ code: number | null; output: string }> {
    const program = `
      import { createLifecycle, createLogger } from ${JSON.stringify(import.meta.resolve('./index.ts'))};
      const lifecycle = createLifecycle({ logger: createLogger({ app: 'test', level: '${level}' }), graceMs: 400 });
      const alive = setInterval(() => undefined, 1000);
      ${body}
      console.log('ready');
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      const before = output;
      output += chunk.toString();
      if (!before.includes('ready') && output.includes('ready'))
        for (const signal of signals) child.kill(signal);
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, output };
  }

  test('closes in the opposite order of opening and exits with 0', async () => {
    const { code, output } = await run(
      `for (const name of ['database', 'queue', 'http'])
         lifecycle.onShutdown(name, async () => { await null; console.log('closed', name); });`,
      ['SIGTERM'],
    );
    expect(output.match(/closed \w+/g)).toEqual(['closed http', 'closed queue', 'closed database']);
    expect(code).toBe(0);
  });

  test('a step that fails does not keep the others from closing, and the exit code tells', async () => {
    const { code, output } = await run(
      `lifecycle.onShutdown('last', () => console.log('closed last'));
       lifecycle.onShutdown('broken', () => { throw new Error('no'); });`,
      ['SIGTERM'],
    );
    expect(output).toContain('closed last');
    expect(code).toBe(1);
  });

  test('a step that hangs is cut off after the grace period with exit code 1', async () => {
    expect(
      await run(`lifecycle.onShutdown('hangs', () => new Promise(() => undefined));`, ['SIGINT']),
    ).toMatchObject({ code: 1 });
  });

  test('ends also when nobody reads its log any more', async () => {
    const program = `
      import { createLifecycle, createLogger } from ${JSON.stringify(import.meta.resolve('./index.ts'))};
      const logger = createLogger({ app: 'test', level: 'info' });
      createLifecycle({ logger, graceMs: 300 });
      setInterval(() => logger.info('still here'), 5);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.stdout.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGTERM');
    const ended = await new Promise((resolve) => child.on('exit', (code) => resolve(code)));
    expect(ended).toBe(0);
  });

  test('a start that fails says why in one line, closes what was opened and exits with 1', async () => {
    const { code, output } = await run(
      `lifecycle.onShutdown('database', () => console.log('closed database'));
       await lifecycle.start(async () => { throw new Error('no Redis today'); });`,
      [],
      'info',
    );
    expect(output).toContain('"msg":"no Redis today"');
    expect(output).toContain('closed database');
    expect(code).toBe(1);
  });

  test('a signal during the start: what it opens meanwhile is closed, too, and the exit code is 0', async () => {
    const { code, output } = await run(
      `lifecycle.start(async () => {
         lifecycle.onShutdown('database', () => console.log('closed database'));
         await new Promise((resolve) => setTimeout(resolve, 150));
         lifecycle.onShutdown('queue', () => console.log('closed queue'));
       });`,
      ['SIGTERM'],
    );
    expect(output.match(/closed \w+/g)).toEqual(['closed queue', 'closed database']);
    expect(code).toBe(0);
  });

  test('a start that a signal interrupts and that fails of it is no failure', async () => {
    const { code, output } = await run(
      `lifecycle.start(async () => {
         await new Promise((resolve) => lifecycle.signal.addEventListener('abort', resolve));
         throw new Error('interrupted');
       });`,
      ['SIGTERM'],
      'info',
    );
    expect(output).not.toContain('interrupted');
    expect(code).toBe(0);
  });

  test('a second signal leaves at once', async () => {
    const { code, output } = await run(
      `lifecycle.onShutdown('slow', async () => {
         console.log('closing');
         process.kill(process.pid, 'SIGTERM');
         await new Promise((resolve) => setTimeout(resolve, 200));
         console.log('closed');
       });`,
      ['SIGTERM'],
    );
    expect(output).toContain('closing');
    expect(output).not.toContain('closed');
    expect(code).toBe(1);
  });

  test('a process that finds that it must not go on closes in order and exits with 1', async () => {
    const { code, output } = await run(
      `lifecycle.onShutdown('database', () => console.log('closed database'));
       setTimeout(() => lifecycle.fail(new Error('unsafe')), 20);`,
      [],
    );
    expect(output).toContain('closed database');
    expect(code).toBe(1);
  });

  test('an error nobody caught closes everything and exits with 1', async () => {
    const { code, output } = await run(
      `lifecycle.onShutdown('database', () => console.log('closed database'));
       setTimeout(() => { throw new Error('nobody caught me'); }, 20);`,
      [],
    );
    expect(output).toContain('closed database');
    expect(code).toBe(1);
  });
});
