import { style } from '../terminal/style.ts';
import { answerStackRequests, removeStackState, type StackApp, writeStackState } from '../stack-state.ts';
import { APP_NAMES, type AppName, type AppOptions, type LogEntry } from './app-process.ts';
import { type PreparedStack, prepareStack } from './prepare.ts';
import { appOptions } from './stack.ts';
import { type SupervisedApp, superviseApp } from './supervise.ts';
import { watchSources } from './watch.ts';

export interface StartOptions {
  /** All of them unless given; `turbo dev` starts each on its own. */
  readonly apps?: readonly AppName[];
  readonly watch: boolean;
}

/** Brings the stack up and keeps it up until Ctrl-C: crashes and changed sources restart apps. Answers the exit code. */
export async function runStart(options: StartOptions): Promise<number> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const names = options.apps ?? APP_NAMES;
  const whole = options.apps === undefined;
  const stop = stopSignal();

  const prepared = await prepareStack({ onLog: (line) => say(style('dim', line)) });
  const supervised: SupervisedApp[] = [];
  const publish = () => {
    if (whole) publishState(prepared, supervised);
  };
  try {
    for (const name of names) {
      const given = await appOptions(prepared, name, 'preferred');
      supervised.push(
        await superviseApp(withLogs(given, say), {
          onUp: (app, restarted) => {
            say(
              `${style('green', '●')} ${app.name.padEnd(8)} process ${app.pid}${app.url === null ? '' : `  ${app.url}`}`,
            );
            if (restarted) publish();
          },
          onDown: (app, what) => {
            say(`${style('red', '●')} ${app.padEnd(8)} ${what}`);
            publish();
          },
        }),
      );
    }
    publish();
    if (whole) announce(say, prepared, supervised);
    const unwatch = options.watch
      ? watchSources((apps, file) => restart(apps, `${file} changed`))
      : () => undefined;
    const unanswer = whole ? answerRequests() : () => undefined;
    await stop.promise;
    unanswer();
    unwatch();
    say('\nStopping …');
    return 0;
  } finally {
    // What takes in work was started last and goes first.
    for (const app of supervised.toReversed()) await app.stop();
    await prepared.services.release();
    if (whole) removeStackState(prepared.services.stateDirectory);
  }

  /** `accountia restart` and `accountia clean` ask through a file. */
  function answerRequests(): () => void {
    return answerStackRequests((request) => {
      if (request.action === 'stop') stop.resolve();
      else
        restart(
          APP_NAMES.filter((name) => request.app === null || name === request.app),
          'asked to restart',
        );
    }, prepared.services.stateDirectory);
  }

  function restart(apps: readonly AppName[], reason: string): void {
    const concerned = supervised.filter((app) => apps.includes(app.name));
    if (concerned.length === 0) return;
    say(style('dim', `${reason}: restarting ${concerned.map((app) => app.name).join(', ')}`));
    for (const app of concerned) app.restart();
  }
}

/** Warnings and worse are shown here; the whole log is in its file. */
function withLogs(options: AppOptions, say: (line: string) => void): AppOptions {
  return {
    ...options,
    onLine(line, entry) {
      if (entry === null) say(`${style('dim', `${options.name}:`)} ${line}`);
      else if (isWorthShowing(entry))
        say(`${style('yellow', `${options.name}:`)} ${entry.level} ${entry.msg ?? ''}`);
    },
  };
}

function isWorthShowing(entry: LogEntry): boolean {
  return entry.level === 'warn' || entry.level === 'error' || entry.level === 'fatal';
}

function publishState(prepared: PreparedStack, supervised: readonly SupervisedApp[]): void {
  const apps = Object.fromEntries(
    supervised.map((app): [string, StackApp | null] => {
      const running = app.current();
      return [app.name, running === null ? null : { pid: running.pid, url: running.url }];
    }),
  );
  writeStackState({ pid: process.pid, apps }, prepared.services.stateDirectory);
}

function announce(
  say: (line: string) => void,
  prepared: PreparedStack,
  supervised: readonly SupervisedApp[],
): void {
  const urlOf = (name: AppName) =>
    supervised.find((app) => app.name === name)?.current()?.url ?? '(not running)';
  const { credentials, services } = prepared;
  const lines: [string, string][] = [
    ['API', urlOf('api')],
    ['Reference', `${urlOf('api')}/reference`],
    ['OpenAPI', `${urlOf('api')}/openapi.json`],
    [
      'Bull Board',
      `${urlOf('monitor')}/admin   user ${credentials.monitorUsername}, password ${credentials.monitorPassword}`,
    ],
    ['API key', credentials.apiKey],
    ['Logs', `npm run -s accountia -- logs   (${prepared.logDirectory})`],
    ['PostgreSQL', services.databaseUrl],
  ];
  say('');
  for (const [name, value] of lines) say(`  ${style('bold', name.padEnd(11))} ${value}`);
  say('');
  say(
    `  ${style('bold', 'Try it'.padEnd(11))} curl -H 'Authorization: Bearer ${credentials.apiKey}' -F file=@samples/reporteExogena2025.xlsx ${urlOf('api')}/v1/documents`,
  );
  say(style('dim', '\n  Ctrl-C stops everything.'));
}

function stopSignal(): PromiseWithResolvers<void> {
  const stop = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.resolve());
  return stop;
}
