import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { RedisAddress } from './address.ts';

/** Runs redis-cli or valkey-cli on this terminal. Answers with its exit code, or null when neither is on PATH. */
export async function runExternalCli(address: RedisAddress, args: readonly string[]): Promise<number | null> {
  for (const program of ['redis-cli', 'valkey-cli']) {
    const exitCode = await run(program, address, args);
    if (exitCode !== null) return exitCode;
  }
  return null;
}

function run(program: string, address: RedisAddress, args: readonly string[]): Promise<number | null> {
  const child = spawn(program, [...address.options, ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...(address.password === '' ? {} : { REDISCLI_AUTH: address.password }) },
  });
  // Ctrl-C reaches the program by itself; it may mean "clear this line" there, and must not end us.
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  const passOn = () => child.kill('SIGTERM');
  process.on('SIGTERM', passOn);
  return new Promise<number | null>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(null);
      else reject(error);
    });
    child.on('close', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  }).finally(() => {
    process.off('SIGINT', ignore);
    process.off('SIGTERM', passOn);
  });
}
