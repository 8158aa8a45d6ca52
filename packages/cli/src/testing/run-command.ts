import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { runCli } from '../cli.ts';

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

let called = false;

/**
 * The same command line inside this process, one after the other: most of the time of a short command is the start of
 * a process and its packages. Whether a command ends by itself, and what it does with signals and pipes, only
 * {@link runCommand} can tell.
 */
export async function callCommand(
  args: readonly string[],
  options: Omit<CommandOptions, 'input'> = {},
): Promise<CommandResult> {
  if (called) throw new Error('Commands in one process share its output: call them one after the other');
  called = true;
  const variables = { ...process.env };
  const directory = process.cwd();
  const output = capture(process.stdout);
  const errors = capture(process.stderr);
  try {
    for (const name of ADDRESSES) delete process.env[name];
    Object.assign(process.env, options.environment);
    if (options.directory !== undefined) process.chdir(options.directory);
    const exitCode = await runCli(args);
    return { exitCode, output: output.text(), errors: errors.text() };
  } finally {
    output.end();
    errors.end();
    process.chdir(directory);
    for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
    Object.assign(process.env, variables);
    called = false;
  }
}

/** Keeps what is written to a stream, and from it. */
function capture(stream: NodeJS.WriteStream) {
  const write = stream.write;
  const chunks: Buffer[] = [];
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    chunks.push(Buffer.from(chunk as string));
    const done = rest.find((one): one is () => void => typeof one === 'function');
    if (done !== undefined) queueMicrotask(done);
    return true;
  };
  return {
    text: () => Buffer.concat(chunks).toString(),
    end() {
      stream.write = write;
    },
  };
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
