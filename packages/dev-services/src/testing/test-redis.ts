import { randomBytes } from 'node:crypto';
import { RedisConnection } from '../redis/connection.ts';

const CLAIM = 'accountia:test-database:';
/** What a server has that nobody configured. */
const USUAL_DATABASES = 16;

export interface TestRedis extends AsyncDisposable {
  /** Of a database that was empty and that no other test uses. */
  url: string;
  database: number;
  /** Random, for what is not kept apart by database, such as channels. */
  prefix: string;
  /** Empties the database and gives it back. */
  dispose(): Promise<void>;
}

/**
 * Claims one of the numbered databases of a Redis server. FLUSHDB is safe in it; FLUSHALL empties everybody's, so a test
 * that needs that starts a stack of its own (`startTestServices` with a name).
 */
export async function createTestRedis(url: string): Promise<TestRedis> {
  const registry = await RedisConnection.open(url);
  try {
    const count = await databaseCount(registry);
    for (let database = 1; database < count; database += 1) {
      const claimed = await registry.command('SET', `${CLAIM}${database}`, String(process.pid), 'NX');
      if (claimed === null) continue;
      const own = await RedisConnection.open(urlOf(url, database));
      const size = await own.command('DBSIZE').finally(() => own.close());
      // Somebody's data, left by a killed test or not a test's at all: not ours to remove.
      if (size === 0) return testRedis(url, database);
    }
    throw new Error(`All ${count - 1} numbered databases of Redis are taken.`);
  } finally {
    registry.close();
  }
}

function testRedis(url: string, database: number): TestRedis {
  const ownUrl = urlOf(url, database);
  const dispose = async () => {
    const own = await RedisConnection.open(ownUrl);
    await own.command('FLUSHDB').finally(() => own.close());
    const registry = await RedisConnection.open(url);
    await registry.command('DEL', `${CLAIM}${database}`).finally(() => registry.close());
  };
  return {
    url: ownUrl,
    database,
    prefix: `test-${randomBytes(6).toString('hex')}`,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

async function databaseCount(registry: RedisConnection): Promise<number> {
  try {
    const reply = await registry.command('CONFIG', 'GET', 'databases');
    return Array.isArray(reply) ? Number(reply[1]) : USUAL_DATABASES;
  } catch (error) {
    // Hosted servers refuse CONFIG.
    if (error instanceof Error && /^(ERR|NOPERM)/.test(error.message)) return USUAL_DATABASES;
    throw error;
  }
}

function urlOf(url: string, database: number): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
