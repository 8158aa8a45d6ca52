import type { RedisProgram, ServiceRecord, ServiceName } from './supervisor/service-record.ts';

/** Which stack: two state directories are two stacks. */
export interface StackOptions {
  /** The directory whose `.data/` holds the state; the root of this repository unless given. */
  root?: string;
  /** The state directory itself, instead of `<root>/.data`. */
  stateDirectory?: string;
  /** Progress, one human line each. */
  onLog?: (line: string) => void;
}

export interface UpOptions extends StackOptions {
  /**
   * The process that needs the services. They stop once every owner has died or released. Without it they stay up until
   * `down`.
   */
  ownerPid?: number;
  /** Read for `DATABASE_URL`, `REDIS_URL`, Google credentials and `ACCOUNTIA_QUEUE`; `process.env` unless given. */
  environment?: Record<string, string | undefined>;
  /** `test` trades what is on disk after a power failure for speed, and starts with an empty Redis. */
  profile?: 'development' | 'test';
  /** Asks before installing Redis when not root; a question on the terminal unless given, null for never. */
  confirm?: ((question: string) => Promise<boolean>) | null;
}

export interface RedisQueue {
  kind: 'redis';
  url: string;
  origin: 'environment' | RedisProgram['origin'];
}

/** There is no Redis: the queue uses PostgreSQL. */
export interface PostgresQueue {
  kind: 'postgres';
  url: string;
  reason: string;
  /** What is different from running with Redis, one sentence each. */
  differences: string[];
}

export interface ObjectStoreSettings {
  kind: 'local' | 'google';
  bucket: string;
  /** Only for a local store. */
  apiEndpoint?: string;
  keyFilename?: string;
}

export interface DevServices {
  /** For the applications: a role that is no superuser and owns its database. */
  databaseUrl: string;
  /** For creating databases and roles. */
  databaseAdminUrl: string;
  queue: RedisQueue | PostgresQueue;
  objectStore: ObjectStoreSettings;
  /** The variables to hand to the applications. */
  environment: Record<string, string>;
  /** What was chosen and why, one human line each. */
  notes: string[];
  stateDirectory: string;
  /** Says that this owner no longer needs the services; when it was the last, waits until they have stopped. */
  release(): Promise<void>;
}

export interface StackStatus {
  stateDirectory: string;
  running: boolean;
  supervisorPid: number | null;
  services: Partial<Record<ServiceName, ServiceRecord>>;
}
