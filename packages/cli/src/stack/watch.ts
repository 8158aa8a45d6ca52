import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import { APP_NAMES, type AppName } from './app-process.ts';
import { ROOT } from './root.ts';

/** Editors save in several steps: wait until they are done. */
const QUIET_MS = 200;

/** Calls back with the apps that a change of source concerns: one app for its own files, all for a package's. */
export function watchSources(onChange: (apps: readonly AppName[], file: string) => void): () => void {
  const pending = new Set<AppName>();
  let timer: NodeJS.Timeout | undefined;
  let lastFile = '';

  function noticed(apps: readonly AppName[], file: string): void {
    if (!isSource(file)) return;
    for (const app of apps) pending.add(app);
    lastFile = file;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const affected = APP_NAMES.filter((app) => pending.has(app));
      pending.clear();
      onChange(affected, lastFile);
    }, QUIET_MS);
  }

  const watchers: FSWatcher[] = APP_NAMES.map((app) =>
    watch(path.join(ROOT, 'apps', app, 'src'), { recursive: true }, (_event, file) =>
      noticed([app], path.join('apps', app, 'src', file ?? '')),
    ),
  );
  watchers.push(
    watch(path.join(ROOT, 'packages'), { recursive: true }, (_event, file) =>
      noticed(APP_NAMES, path.join('packages', file ?? '')),
    ),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** Tests, and what this very process runs, concern no app. */
function isSource(file: string): boolean {
  const parts = file.split(path.sep);
  if (parts.includes('node_modules') || parts.includes('testing') || !parts.includes('src')) return false;
  if (parts[0] === 'packages' && (parts[1] === 'cli' || parts[1] === 'dev-services' || parts[1] === 'sdk'))
    return false;
  return /\.(ts|md|json|css|html)$/.test(file) && !/\.test(-d)?\.ts$/.test(file);
}
