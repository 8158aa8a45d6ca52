import { setTimeout as sleep } from 'node:timers/promises';
import { type AppName, type AppOptions, type RunningApp, startApp } from './app-process.ts';

export interface SupervisedApp {
  readonly name: AppName;
  current(): RunningApp | null;
  /** Stops the app and starts it anew, also when it is waiting to be started after a crash. */
  restart(): void;
  stop(): Promise<void>;
}

export interface SupervisionEvents {
  readonly onUp: (app: RunningApp, restarted: boolean) => void;
  readonly onDown: (name: AppName, what: string) => void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** An app that lived this long was sound: its next crash starts counting anew. */
const SOUND_AFTER_MS = 60_000;

/** Keeps an app up: starts it again when it ends, slower each time it ends soon. The first start must succeed. */
export async function superviseApp(options: AppOptions, events: SupervisionEvents): Promise<SupervisedApp> {
  const stopping = new AbortController();
  let app: RunningApp | null = await startApp(options);
  let restarting = false;
  let wake = new AbortController();
  events.onUp(app, false);

  async function loop(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      if (app !== null) {
        const startedAt = performance.now();
        const { code, signal } = await app.ended;
        app = null;
        if (stopping.signal.aborted) return;
        if (!restarting)
          events.onDown(options.name, `ended with ${signal ?? `exit code ${code}`}, starting it again`);
        if (restarting || performance.now() - startedAt > SOUND_AFTER_MS) pause = FIRST_PAUSE_MS;
      }
      if (!restarting) await sleep(pause, undefined, { signal: wake.signal }).catch(ignoreAbort);
      restarting = false;
      wake = new AbortController();
      if (stopping.signal.aborted) return;
      try {
        app = await startApp(options);
        events.onUp(app, true);
      } catch (error) {
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        events.onDown(
          options.name,
          `${error instanceof Error ? error.message : String(error)}\n  next try in ${pause / 1_000} s`,
        );
      }
    }
  }

  const running = loop();
  return {
    name: options.name,
    current: () => app,
    restart() {
      restarting = true;
      wake.abort();
      void app?.stop();
    },
    async stop() {
      stopping.abort();
      wake.abort();
      await app?.stop();
      await running;
    },
  };
}

function ignoreAbort(error: unknown): void {
  if (error instanceof Error && error.name === 'AbortError') return;
  throw error;
}
