import { join } from 'node:path';
import { repositoryRoot } from '../state/state-directory.ts';
import type { DevServices } from '../types.ts';
import { up } from '../up.ts';

export interface TestServicesOptions {
  /** The process the services live for: `process.pid` in a test runner's global set-up. */
  ownerPid: number;
  /** Another stack beside the shared one, for tests that break things: below `.data/<name>`. */
  name?: string;
  onLog?: (line: string) => void;
}

/**
 * PostgreSQL, Redis and an object store for tests, in the state directory `.data/test` which all packages share: the
 * first start makes the database cluster, later ones take well under a second, concurrent ones join. They stop when
 * the last owner released or died.
 *
 * `DATABASE_URL` and its like are not looked at, since tests empty what they are given. Set `TEST_DATABASE_URL` or
 * `TEST_REDIS_URL` to test against other servers.
 */
export function startTestServices(options: TestServicesOptions): Promise<DevServices> {
  const { TEST_DATABASE_URL, TEST_REDIS_URL, PATH } = process.env;
  return up({
    stateDirectory: join(repositoryRoot(), '.data', options.name ?? 'test'),
    ownerPid: options.ownerPid,
    profile: 'test',
    confirm: null,
    environment: { DATABASE_URL: TEST_DATABASE_URL, REDIS_URL: TEST_REDIS_URL, PATH },
    ...(options.onLog === undefined ? {} : { onLog: options.onLog }),
  });
}
