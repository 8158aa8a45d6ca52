import { readFileSync } from 'node:fs';
import path from 'node:path';

/** PostgreSQL, Redis and the object server, as their supervisor last wrote them down. */
export function serviceProcesses(
  stateDirectory: string,
): Readonly<Record<string, { readonly pid: number; readonly status: string }>> {
  const { services } = JSON.parse(readFileSync(path.join(stateDirectory, 'services.json'), 'utf8')) as {
    services: Record<string, { status: string; process: { pid: number } | null }>;
  };
  return Object.fromEntries(
    Object.entries(services).map(([name, { status, process }]) => [name, { status, pid: process?.pid ?? 0 }]),
  );
}
