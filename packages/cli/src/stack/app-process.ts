import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './root.ts';

/** The order is that of starting: what takes in work comes after what does it. Stopping goes the other way. */
export const APP_NAMES = ['worker', 'beat', 'monitor', 'api'] as const;
export type AppName = (typeof APP_NAMES)[number];

export class AppStartError extends Error {
  readonly code = 'app_did_not_start';
  constructor(app: AppName, reason: string, lastLines: readonly string[]) {
    super(`${app} did not start: ${reason}${lastLines.map((line) => `\n  ${line}`).join('')}`);
    this.name = 'AppStartError';
  }
}

export interface AppOptions {
  readonly name: AppName;
  readonly environment: Readonly<Record<string, string>>;
  readonly logDirectory: string;
  readonly startTimeoutMs?: number;
  /** Every line that the app prints; parsed when it is one of its JSON log lines. */
  readonly onLine?: (line: string, entry: LogEntry | null) => void;
}

export interface LogEntry {
  readonly level?: string;
  readonly msg?: string;
  readonly url?: string;
  readonly time?: string;
}

export interface RunningApp {
  readonly name: AppName;
  readonly pid: number;
  /** Null for apps that serve no HTTP. */
  readonly url: string | null;
  /** Resolves when the process has ended, however it came to that. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** False when it has ended: its number may be another process's by then. */
  signal(signal: NodeJS.Signals): boolean;
  /** SIGTERM, and SIGKILL when it has not ended after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}

/** Starts an app as its own process and resolves when it says that it is ready. Throws AppStartError. */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const { name } = options;
  const program = path.join(ROOT, 'apps', name, 'src', 'main.ts');
  const preload = path.join(import.meta.dirname, 'end-with-parent.ts');
  const child = spawn(process.execPath, ['--import', preload, program], {
    // A group of its own: Ctrl-C on the terminal reaches this process alone, which then stops the apps in order.
    detached: true,
    cwd: path.join(ROOT, 'apps', name),
    env: { ...process.env, ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const log = createWriteStream(path.join(options.logDirectory, `${name}.log`), { flags: 'a', mode: 0o600 });
  const { promise: ended, resolve: end } = Promise.withResolvers<{
    code: number | null;
    signal: NodeJS.Signals | null;
  }>();
  child.on('close', (code, signal) => {
    log.end();
    end({ code, signal });
  });
  const url = await untilReady(child, log, options);
  return {
    name,
    pid: child.pid!,
    url,
    ended,
    signal: (signal) => child.kill(signal),
    async stop(graceMs = 40_000) {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(force);
    },
  };
}

/** Reads the app's output for as long as it lives; resolves with its address when it has said that it is ready. */
function untilReady(child: ChildProcess, log: WriteStream, options: AppOptions): Promise<string | null> {
  const { name } = options;
  const { promise, resolve, reject } = Promise.withResolvers<string | null>();
  const lastLines: string[] = [];
  let url: string | null = null;
  const timeoutMs = options.startTimeoutMs ?? 60_000;
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
    reject(new AppStartError(name, `not ready after ${timeoutMs / 1_000} s`, lastLines));
  }, timeoutMs);

  child.on('error', (error) => reject(new AppStartError(name, error.message, lastLines)));
  child.on('close', (code, signal) => {
    reject(new AppStartError(name, `it ended with ${signal ?? `exit code ${code}`}`, lastLines));
  });
  for (const stream of [child.stdout, child.stderr]) {
    // One that could not be started has neither.
    if (stream == null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      lastLines.push(line);
      if (lastLines.length > 12) lastLines.shift();
      const entry = parseLogLine(line);
      options.onLine?.(line, entry);
      if (entry?.msg === 'listening' && entry.url !== undefined) url = entry.url;
      if (entry?.msg === 'ready') resolve(url);
    });
  }
  return promise.finally(() => clearTimeout(timer));
}

export function parseLogLine(line: string): LogEntry | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as LogEntry;
  } catch (error) {
    // A line that only looks like JSON (a stack trace, a cut line) is shown as it is.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
