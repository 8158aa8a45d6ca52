import { z } from 'zod';

/**
 * Reads the environment of an app that starts, or ends it: what is wrong is said in full by the message, which a stack
 * would only hide.
 */
export function readOrExit<Environment>(read: () => Environment): Environment {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** The environment lacks something or says something wrong; the message names each variable and what is expected. */
export class EnvironmentError extends Error {
  readonly code = 'invalid_environment';
  readonly variables: readonly string[];
  constructor(app: string, problems: readonly { variable: string; message: string }[]) {
    const lines = problems.map(({ variable, message }) => `  ${variable}: ${message}`);
    super(
      `${app} cannot start, its environment is not right:\n${lines.join('\n')}\nSee .env.example for every variable.`,
    );
    this.name = 'EnvironmentError';
    this.variables = problems.map((problem) => problem.variable);
  }
}

/** Reads the environment once, through a schema. Empty strings count as absent, as compose files leave them. */
export function readEnvironment<Schema extends z.ZodType>(
  app: string,
  schema: Schema,
  source: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<z.output<Schema>> {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return Object.freeze(parsed.data);
  throw new EnvironmentError(
    app,
    parsed.error.issues.map((issue) => {
      const variable = issue.path.join('.') || '(environment)';
      const missing = issue.path.length > 0 && given[String(issue.path[0])] === undefined;
      return { variable, message: missing ? `is missing (${issue.message})` : issue.message };
    }),
  );
}

const urlOf = (...protocols: string[]) =>
  z.url({
    protocol: new RegExp(`^(${protocols.join('|')})$`),
    error: `expected a URL that begins with ${protocols[0]}://`,
  });

export const logEnvironment = {
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
};

/** What a process is for: some carelessness of a developer's machine is refused in production. */
export const runtimeEnvironment = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
};

export const databaseEnvironment = {
  DATABASE_URL: urlOf('postgres', 'postgresql'),
  DATABASE_MAX_CONNECTIONS: z.coerce.number().int().min(2).max(500).default(10),
  /** A connection that is silent for this long while an answer is due is dropped; no statement may last longer. */
  DATABASE_SILENCE_LIMIT_SECONDS: z.coerce.number().min(1).max(3_600).default(30),
};

/** Redis by default; `QUEUE_BACKEND=postgres` delivers through PostgreSQL instead, for a machine without Redis. */
export const queueEnvironment = {
  QUEUE_BACKEND: z.enum(['redis', 'postgres']).default('redis'),
  REDIS_URL: urlOf('redis', 'rediss').optional(),
  /** Keeps two stacks on one Redis apart. */
  QUEUE_PREFIX: z
    .string()
    .regex(/^[a-z0-9_{}-]{1,40}$/)
    .default('accountia'),
  /** Starts in production on a Redis of a version with known holes: a distribution's build that carries the fixes. */
  REDIS_ALLOW_VULNERABLE_VERSION: z.stringbool().default(false),
};

export const objectStoreEnvironment = {
  GCS_BUCKET_NAME: z.string().min(3).max(222),
  GOOGLE_CLOUD_PROJECT: z.string().min(1).optional(),
  GOOGLE_APPLICATION_CREDENTIALS: z.string().min(1).optional(),
  /** An emulator's address; absent: Google's. */
  GCS_API_ENDPOINT: urlOf('http', 'https').optional(),
};

/** Where documents are kept, in the words of the object store's client: absent settings are absent, not undefined. */
export function objectStoreConnection(environment: {
  GCS_BUCKET_NAME: string;
  GOOGLE_CLOUD_PROJECT?: string | undefined;
  GOOGLE_APPLICATION_CREDENTIALS?: string | undefined;
  GCS_API_ENDPOINT?: string | undefined;
}): { bucket: string; projectId?: string; apiEndpoint?: string; keyFilename?: string } {
  const { GCS_BUCKET_NAME, GOOGLE_CLOUD_PROJECT, GOOGLE_APPLICATION_CREDENTIALS, GCS_API_ENDPOINT } =
    environment;
  return {
    bucket: GCS_BUCKET_NAME,
    ...(GOOGLE_CLOUD_PROJECT === undefined ? {} : { projectId: GOOGLE_CLOUD_PROJECT }),
    ...(GCS_API_ENDPOINT === undefined ? {} : { apiEndpoint: GCS_API_ENDPOINT }),
    ...(GOOGLE_APPLICATION_CREDENTIALS === undefined ? {} : { keyFilename: GOOGLE_APPLICATION_CREDENTIALS }),
  };
}

/** Health of a process that serves no HTTP otherwise. */
export const healthEnvironment = {
  HOST: z.string().default('127.0.0.1'),
  /** Where it answers /livez and /readyz; 0 takes any free port. Absent: nowhere. */
  HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
};

export function httpEnvironment(defaultPort: number) {
  return {
    HOST: z.string().default('127.0.0.1'),
    /** 0 takes any free port. */
    PORT: z.coerce.number().int().min(0).max(65_535).default(defaultPort),
  };
}

/** How much carelessness the queue's server is allowed. */
export function queueRules(environment: {
  NODE_ENV: 'development' | 'test' | 'production';
  REDIS_ALLOW_VULNERABLE_VERSION: boolean;
}): { production: boolean; allowVulnerableVersion: boolean } {
  return {
    production: environment.NODE_ENV === 'production',
    allowVulnerableVersion: environment.REDIS_ALLOW_VULNERABLE_VERSION,
  };
}

/** Where jobs are delivered, or the variable that is missing. */
export function queueConnection(environment: {
  QUEUE_BACKEND: 'redis' | 'postgres';
  REDIS_URL?: string | undefined;
  DATABASE_URL: string;
  QUEUE_PREFIX: string;
}): { kind: 'redis'; url: string; prefix: string } | { kind: 'postgres'; url: string; prefix: string } {
  const prefix = environment.QUEUE_PREFIX;
  if (environment.QUEUE_BACKEND === 'postgres')
    return { kind: 'postgres', url: environment.DATABASE_URL, prefix };
  if (environment.REDIS_URL === undefined) {
    throw new EnvironmentError('Accountia', [
      { variable: 'REDIS_URL', message: 'is missing (or set QUEUE_BACKEND=postgres to work without Redis)' },
    ]);
  }
  return { kind: 'redis', url: environment.REDIS_URL, prefix };
}

const price = z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() });

/** What a language model may be used for in a month, and what it costs. */
export const modelUseEnvironment = {
  /** Tokens, in and out, of an organization without a budget of its own, in a month of Bogotá. */
  AI_MONTHLY_BUDGET_TOKENS: z.coerce.number().int().min(0).max(1e12).default(5_000_000),
  /** US dollars for a million tokens, by model, as JSON; a model that is not there is counted and not priced. */
  AI_PRICES: z
    .string()
    .default('{}')
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'expected JSON' });
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string(), price)),
};
