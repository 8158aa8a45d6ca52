import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const MAIN = path.join(import.meta.dirname, '..', 'main.ts');

export interface CommandResult {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface CommandOptions {
  /** Beside those of this process, which lose the addresses of services: a test must not find a developer's. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
  readonly input?: string;
}

const ADDRESSES = new Set([
  'DATABASE_URL',
  'REDIS_URL',
  'QUEUE_BACKEND',
  'GCS_BUCKET_NAME',
  'GCS_API_ENDPOINT',
  'ACCOUNTIA_API_URL',
  'INIT_CWD',
]);

export function startCommand(args: readonly string[], options: CommandOptions = {}): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !ADDRESSES.has(name));
  return spawn(process.execPath, [MAIN, ...args], {
    cwd: options.directory,
    env: { ...Object.fromEntries(inherited), ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** The real command line as its own process, without a terminal. */
export async function runCommand(
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const child = startCommand(args, options);
  child.stdin!.end(options.input ?? '');
  const [output, errors, exitCode] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    new Promise<number | null>((resolve, reject) => void child.on('error', reject).on('close', resolve)),
  ]);
  return { exitCode, output, errors };
}
