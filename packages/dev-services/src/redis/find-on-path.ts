import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The program's path, or null. Looks in the directories of PATH, as a shell would. */
export function findOnPath(program: string, environment: Record<string, string | undefined>): string | null {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const directory of (environment['PATH'] ?? '').split(delimiter)) {
    if (directory === '') continue;
    const path = join(directory, `${program}${suffix}`);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this directory: look in the next, as a shell does.
    }
  }
  return null;
}
