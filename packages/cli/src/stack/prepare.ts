import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { connect, migrate } from '@accountia/db';
import { type DevServices, up } from '@accountia/dev-services';
import { stateDirectory } from '../stack-state.ts';
import { ensureLocalCredentials, type LocalCredentials } from './credentials.ts';

export interface PreparedStack {
  readonly services: DevServices;
  readonly credentials: LocalCredentials;
  readonly logDirectory: string;
  /** The variables an app starts with, its port included. */
  environmentOf(port: number): Record<string, string>;
}

/** Starts the services, brings the schema up to date and makes sure that there is a key to call the API with. */
export async function prepareStack(options: {
  onLog: (line: string) => void;
  /** The checkout's own unless given; two directories are two stacks. */
  directory?: string;
  /** More variables for the apps: what they say goes over what the services say. */
  environment?: Readonly<Record<string, string>>;
}): Promise<PreparedStack> {
  const services = await up({
    ownerPid: process.pid,
    onLog: options.onLog,
    stateDirectory: options.directory ?? stateDirectory(),
  });
  for (const note of services.notes) options.onLog(note);
  try {
    const db = connect({ url: services.databaseUrl, maxConnections: 2, applicationName: 'accountia set-up' });
    try {
      const migrated = await migrate(db);
      if (migrated.length > 0) options.onLog(`Database schema: ran ${migrated.join(', ')}`);
      const credentials = await ensureLocalCredentials(db, services.stateDirectory);
      const logDirectory = path.join(services.stateDirectory, 'logs');
      mkdirSync(logDirectory, { recursive: true });
      return {
        services,
        credentials,
        logDirectory,
        environmentOf: (port) => ({
          ...services.environment,
          HOST: '127.0.0.1',
          PORT: String(port),
          MONITOR_USERNAME: credentials.monitorUsername,
          MONITOR_PASSWORD: credentials.monitorPassword,
          MONITOR_SESSION_SECRET: credentials.monitorSessionSecret,
          ...options.environment,
        }),
      };
    } finally {
      await db.destroy();
    }
  } catch (error) {
    await services.release();
    throw error;
  }
}
