import type { DependencyHealth, Health } from '@accountia/task-contracts/api';

export interface HealthCheck {
  readonly name: string;
  /** Throws when the dependency does not answer as it should. */
  readonly check: () => Promise<void>;
}

/** Asks every dependency at once; one that does not answer within `timeoutMs` counts as down. */
export async function checkHealth(options: {
  app: string;
  version: string;
  checks: readonly HealthCheck[];
  timeoutMs?: number;
}): Promise<Health> {
  const dependencies = await Promise.all(
    options.checks.map((check) => ask(check, options.timeoutMs ?? 2_000)),
  );
  const status = dependencies.every((dependency) => dependency.ok) ? 'ok' : 'degraded';
  return { status, app: options.app, version: options.version, dependencies };
}

async function ask({ name, check }: HealthCheck, timeoutMs: number): Promise<DependencyHealth> {
  const started = performance.now();
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    await Promise.race([check(), timeout]);
    return { name, ok: true, latencyMs: elapsed(started), message: null };
  } catch (error) {
    return {
      name,
      ok: false,
      latencyMs: elapsed(started),
      message: error instanceof Error ? error.message : String(error),
    };
  } finally {
    clearTimeout(timer);
  }
}

function elapsed(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10;
}
