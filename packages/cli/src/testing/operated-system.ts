import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createTestRedis, startTestServices, type TestRedis } from '@accountia/dev-services/testing';
import { afterAll, beforeAll, expect } from 'vitest';
import { callCommand, type CommandResult } from './run-command.ts';
import { temporaryDirectory } from './temporary-directory.ts';

export interface OperatedSystem {
  readonly services: Awaited<ReturnType<typeof startTestServices>>;
  readonly database: MigratedTestDatabase;
  /** Undefined where there is no Redis. */
  readonly redis: TestRedis | undefined;
  /** What a command needs to find them. */
  readonly environment: Readonly<Record<string, string>>;
  /** In this process; see `callCommand`. */
  accountia(...args: string[]): Promise<CommandResult>;
  /** What a command answers with `--json`; it must say nothing else. */
  accountiaJson<Answer>(...args: string[]): Promise<Answer>;
}

/** Services with a database and a Redis of their own, for the tests of a file: called once in it. */
export function operatedSystem(): OperatedSystem {
  let services: OperatedSystem['services'];
  let database: MigratedTestDatabase;
  let redis: TestRedis | undefined;
  let environment: Record<string, string>;
  const state = temporaryDirectory();

  beforeAll(async () => {
    services = await startTestServices({ ownerPid: process.pid });
    database = await openTestDatabase();
    if (services.queue.kind === 'redis') redis = await createTestRedis(services.queue.url);
    environment = {
      ...services.environment,
      ACCOUNTIA_STATE_DIRECTORY: state.path,
      DATABASE_URL: database.url,
      ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
    };
  });
  afterAll(async () => {
    await redis?.dispose();
    await database.dispose();
    await services.release();
    state[Symbol.dispose]();
  });

  const accountia = (...args: string[]): Promise<CommandResult> => callCommand(args, { environment });
  return {
    get services() {
      return services;
    },
    get database() {
      return database;
    },
    get redis() {
      return redis;
    },
    get environment() {
      return environment;
    },
    accountia,
    async accountiaJson<Answer>(...args: string[]) {
      const { output, errors } = await accountia(...args, '--json');
      expect(errors).toBe('');
      return JSON.parse(output) as Answer;
    },
  };
}
