import { APP_NAMES, type AppName, type AppOptions, type RunningApp, startApp } from './app-process.ts';
import { freePortFrom } from './ports.ts';
import type { PreparedStack } from './prepare.ts';

/** Where the apps would like to be found; the next free port when somebody else is there. 0: they serve no HTTP. */
const PREFERRED_PORTS: Readonly<Record<AppName, number>> = { api: 3000, monitor: 3001, worker: 0, beat: 0 };

export interface StackApps {
  readonly apps: readonly RunningApp[];
  urlOf(app: AppName): string;
  stop(): Promise<void>;
}

/** How to start an app of a prepared stack. */
export async function appOptions(
  prepared: PreparedStack,
  name: AppName,
  ports: 'preferred' | 'any',
): Promise<AppOptions> {
  const preferred = PREFERRED_PORTS[name];
  const port = ports === 'any' || preferred === 0 ? 0 : await freePortFrom(preferred);
  return { name, environment: prepared.environmentOf(port), logDirectory: prepared.logDirectory };
}

/** Starts all apps at once, each on any free port. When one does not start, the others are stopped. */
export async function startApps(prepared: PreparedStack): Promise<StackApps> {
  const starts = await Promise.allSettled(
    APP_NAMES.map(async (name) => await startApp(await appOptions(prepared, name, 'any'))),
  );
  const apps = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed !== undefined) {
    await stopApps(apps);
    throw failed.reason;
  }
  return {
    apps,
    urlOf(name) {
      const url = apps.find((app) => app.name === name)?.url;
      if (url == null) throw new Error(`${name} serves no HTTP`);
      return url;
    },
    stop: () => stopApps(apps),
  };
}

/** What takes in work goes first, so that nothing new arrives at what does it. */
export async function stopApps(apps: readonly RunningApp[]): Promise<void> {
  const byIntake = APP_NAMES.toReversed();
  const ordered = apps.toSorted((a, b) => byIntake.indexOf(a.name) - byIntake.indexOf(b.name));
  for (const app of ordered) await app.stop();
}
