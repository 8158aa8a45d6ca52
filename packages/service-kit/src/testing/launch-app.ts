import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface LoggedLine {
  readonly level: string;
  readonly msg: string;
  readonly url?: string;
}

export interface LaunchedApp extends AsyncDisposable {
  readonly pid: number;
  readonly log: readonly LoggedLine[];
  /** What it wrote to its error output, where nothing belongs. */
  errors(): string;
  kill(signal: NodeJS.Signals): void;
  /** The first line with this message, now or when it comes. Rejects when the process ends without it. */
  said(message: string): Promise<LoggedLine>;
  /** Its exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
}

/** What finds and speeds up the program, and says nothing to it. */
const INHERITED = Object.fromEntries(
  ['PATH', 'NODE_COMPILE_CACHE'].flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  ),
);

/** Starts an app as it runs in production, with this environment alone, and reads its log. */
export function launchApp(main: URL, environment: Readonly<Record<string, string>>): LaunchedApp {
  const child = spawn(process.execPath, [fileURLToPath(main)], {
    env: { ...INHERITED, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: LoggedLine[] = [];
  const waiting: { message: string; found: (line: LoggedLine) => void }[] = [];
  let errors = '';
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as LoggedLine;
    log.push(line);
    for (const { message, found } of waiting) if (line.msg === message) found(line);
  });
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  // `close` comes when the output has been read, too.
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return {
    pid: child.pid!,
    log,
    errors: () => errors,
    kill: (signal) => void child.kill(signal),
    exited,
    async said(message) {
      const before = log.find((line) => line.msg === message);
      if (before !== undefined) return before;
      const found = new Promise<LoggedLine>((resolve) => waiting.push({ message, found: resolve }));
      const ended = exited.then((code): never => {
        throw new Error(`It left with ${code} without "${message}": ${JSON.stringify(log)} ${errors}`);
      });
      return await Promise.race([found, ended]);
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
