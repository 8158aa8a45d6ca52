import { CliError } from './errors.ts';
import { stateDirectory } from './stack-state.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** What a command works with. */
export type Need = 'database' | 'queue' | 'object store';

const NEEDED: Readonly<Record<Need, (variables: Variables) => readonly string[]>> = {
  database: () => ['DATABASE_URL'],
  queue: (variables) => (variables['QUEUE_BACKEND'] === 'postgres' ? ['DATABASE_URL'] : ['REDIS_URL']),
  'object store': () => ['GCS_BUCKET_NAME'],
};

/**
 * The environment variables that say where everything is: those of this process when they are enough, else those of
 * the local services that run here. Throws CliError `services_not_running`.
 */
export async function findEnvironment(needs: readonly Need[]): Promise<Variables> {
  const missing = missingVariables(needs);
  if (missing.length === 0) return process.env;

  const { status, up } = await import('@accountia/dev-services');
  const directory = stateDirectory();
  const running = status({ stateDirectory: directory });
  if (!running.running) {
    throw new CliError(
      'services_not_running',
      `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set, and no local services run in ${directory}.\n` +
        'Start everything with "npm start", or the services alone with "npm run -s accountia -- up".',
      { details: { missing, stateDirectory: directory } },
    );
  }
  // Joins what runs; nothing may be started or installed because somebody asked for a status.
  const withoutRedis = running.services.redis === undefined;
  const services = await up({
    stateDirectory: directory,
    ownerPid: process.pid,
    confirm: null,
    environment: {
      ...process.env,
      ...(withoutRedis && !process.env['REDIS_URL'] ? { ACCOUNTIA_QUEUE: 'postgres' } : {}),
    },
  });
  // At once: a command that lasts must not keep services up that their owner wants down.
  await services.release();
  return { ...process.env, ...services.environment };
}

/**
 * As {@link findEnvironment}, for commands that are useful by themselves: where nothing runs, the local services are started
 * for as long as the work takes. What they store stays in the state directory.
 */
export async function withStartedEnvironment<Answer>(
  needs: readonly Need[],
  work: (variables: Variables) => Promise<Answer>,
): Promise<Answer> {
  if (missingVariables(needs).length === 0) return await work(process.env);
  const { status, up } = await import('@accountia/dev-services');
  const directory = stateDirectory();
  if (status({ stateDirectory: directory }).running) return await work(await findEnvironment(needs));

  const services = await up({
    stateDirectory: directory,
    ownerPid: process.pid,
    confirm: null,
    // Neither command has work for a queue, and Redis would be one more program to start or even to install.
    environment: { ...process.env, ...(needs.includes('queue') ? {} : { ACCOUNTIA_QUEUE: 'postgres' }) },
  });
  try {
    return await work({ ...process.env, ...services.environment });
  } finally {
    await services.release();
  }
}

function missingVariables(needs: readonly Need[]): string[] {
  return [...new Set(needs.flatMap((need) => NEEDED[need](process.env)))].filter(
    (name) => !process.env[name],
  );
}
