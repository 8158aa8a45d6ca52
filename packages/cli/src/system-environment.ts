import {
  databaseEnvironment,
  objectStoreConnection,
  objectStoreEnvironment,
  queueConnection,
  queueEnvironment,
  readEnvironment,
} from '@accountia/service-kit';
import type { TransportConnection } from '@accountia/task-runtime';
import { z } from 'zod';
import type { Variables } from './environment.ts';

/** Where jobs are delivered. Throws EnvironmentError. */
export function readQueue(variables: Variables): TransportConnection {
  return queueConnection(
    readEnvironment('accountia', z.object({ ...databaseEnvironment, ...queueEnvironment }), variables),
  );
}

/** What the object store's client needs. Throws EnvironmentError. */
export function readObjectStore(variables: Variables) {
  return objectStoreConnection(readEnvironment('accountia', z.object(objectStoreEnvironment), variables));
}
