/**
 * How the process of `npm start` and the commands beside it talk: two small files in the state directory.
 *
 *   stack.json          who runs: written by the stack at every change, removed when it ends
 *   stack-request.json  what somebody asks of it: written by a command, taken (removed) by the stack
 *
 * Files instead of signals: a process id that a killed stack left behind may be somebody else's program by now, and
 * Windows has no signals to send.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from './errors.ts';
import { ROOT } from './stack/root.ts';

export interface StackApp {
  readonly pid: number;
  /** Null for apps that serve no HTTP. */
  readonly url: string | null;
}

export interface StackState {
  readonly pid: number;
  /** By name; null while an app is down. */
  readonly apps: Readonly<Record<string, StackApp | null>>;
}

export type StackRequest =
  /** `app` null: all of them. */
  { readonly action: 'restart'; readonly app: string | null } | { readonly action: 'stop' };

const POLL_MS = 200;
/** A stack looks for requests every POLL_MS: one that has not looked for so long is gone. */
const UNANSWERED_MS = 5_000;

/** `.data` of this checkout, unless ACCOUNTIA_STATE_DIRECTORY names another one. */
export function stateDirectory(): string {
  const given = process.env['ACCOUNTIA_STATE_DIRECTORY'];
  return given === undefined || given === '' ? path.join(ROOT, '.data') : path.resolve(given);
}

/** Null when no stack runs, or none was ended properly and its process is gone. */
export function readStackState(directory = stateDirectory()): StackState | null {
  const state = readJson<StackState>(path.join(directory, 'stack.json'));
  return state !== null && processExists(state.pid) ? state : null;
}

/** For the stack: says who runs now. */
export function writeStackState(state: StackState, directory = stateDirectory()): void {
  writeJson(path.join(directory, 'stack.json'), state);
}

/** For the stack, when it ends. */
export function removeStackState(directory = stateDirectory()): void {
  rmSync(path.join(directory, 'stack.json'), { force: true });
}

/** For the stack: calls back with each request until the answer is called. */
export function answerStackRequests(
  answer: (request: StackRequest) => void,
  directory = stateDirectory(),
): () => void {
  const file = path.join(directory, 'stack-request.json');
  // What an earlier stack did not take is not for this one.
  rmSync(file, { force: true });
  // Polled, not watched: watching fails on mounted folders, and a look at one name costs nothing.
  const timer = setInterval(() => {
    const request = readJson<StackRequest>(file);
    if (request === null) return;
    rmSync(file, { force: true });
    answer(request);
  }, POLL_MS);
  return () => clearInterval(timer);
}

/**
 * Asks the stack to restart an app (null: all) and resolves with its state once they run again.
 * Throws CliError `stack_not_running`, `unknown_app`, `restart_timeout`.
 */
export async function requestRestart(
  app: string | null,
  options: { directory?: string; timeoutMs?: number; answerMs?: number } = {},
): Promise<StackState> {
  const directory = options.directory ?? stateDirectory();
  const before = readStackState(directory);
  if (before === null) throw notRunning();
  const names = app === null ? Object.keys(before.apps) : [app];
  if (app !== null && before.apps[app] === undefined) {
    const known = Object.keys(before.apps);
    throw new CliError('unknown_app', `There is no app "${app}"; these run: ${known.join(', ')}`, {
      details: { app, known },
    });
  }
  if (!(await send({ action: 'restart', app }, directory, options.answerMs))) throw notRunning();
  const deadline = Date.now() + (options.timeoutMs ?? 90_000);
  while (Date.now() < deadline) {
    const state = readStackState(directory);
    if (state === null) throw notRunning();
    const renewed = names.every((name) => {
      const now = state.apps[name];
      return now != null && now.pid !== before.apps[name]?.pid;
    });
    if (renewed) return state;
    await sleep(POLL_MS);
  }
  throw new CliError(
    'restart_timeout',
    `${names.join(', ')} did not come back; see: npm run -s accountia -- logs`,
    {
      details: { apps: names },
    },
  );
}

/** Asks the stack to end and waits until it has. False when there is none. Throws CliError `stop_timeout`. */
export async function requestStop(
  options: { directory?: string; timeoutMs?: number } = {},
): Promise<boolean> {
  const directory = options.directory ?? stateDirectory();
  if (readStackState(directory) === null || !(await send({ action: 'stop' }, directory))) return false;
  const deadline = Date.now() + (options.timeoutMs ?? 60_000);
  while (readStackState(directory) !== null) {
    if (Date.now() > deadline)
      throw new CliError('stop_timeout', 'The stack was asked to stop and still runs');
    await sleep(POLL_MS);
  }
  return true;
}

/** False when nobody took the request: the stack was killed, and its process id belongs to another program. */
async function send(request: StackRequest, directory: string, answerMs = UNANSWERED_MS): Promise<boolean> {
  const file = path.join(directory, 'stack-request.json');
  writeJson(file, request);
  const deadline = Date.now() + answerMs;
  while (existsSync(file)) {
    if (Date.now() > deadline) {
      rmSync(file, { force: true });
      return false;
    }
    await sleep(POLL_MS / 4);
  }
  return true;
}

function notRunning(): CliError {
  return new CliError('stack_not_running', 'The apps do not run here. Start them with: npm start');
}

function processExists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Not ours to signal, but there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A rename is all or nothing: a reader sees the old content or the new one. */
function writeJson(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}

function readJson<Content>(file: string): Content | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Content;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}
