import { LOOPBACK } from './state/ports.ts';
import type { ObjectStoreSettings, PostgresQueue, RedisQueue } from './types.ts';

export interface ChosenServices {
  databaseUrl: string;
  databaseAdminUrl: string;
  queue: RedisQueue | PostgresQueue;
  objectStore: ObjectStoreSettings;
  project: string;
}

/** The variables that tell the applications where everything is. `current` is the environment they start from. */
export function appEnvironment(
  services: ChosenServices,
  current: Record<string, string | undefined>,
): Record<string, string> {
  const { queue, objectStore } = services;
  return {
    DATABASE_URL: services.databaseUrl,
    DATABASE_ADMIN_URL: services.databaseAdminUrl,
    ...(queue.kind === 'redis' ? { REDIS_URL: queue.url } : { QUEUE_BACKEND: 'postgres' }),
    GCS_BUCKET_NAME: objectStore.bucket,
    GOOGLE_CLOUD_PROJECT: services.project,
    ...(objectStore.apiEndpoint === undefined ? {} : { GCS_API_ENDPOINT: objectStore.apiEndpoint }),
    ...(objectStore.keyFilename === undefined
      ? {}
      : { GOOGLE_APPLICATION_CREDENTIALS: objectStore.keyFilename }),
    ...proxyException(objectStore, current),
  };
}

/** Google's client sends even requests to 127.0.0.1 through a configured proxy, unless told not to. */
function proxyException(
  objectStore: ObjectStoreSettings,
  current: Record<string, string | undefined>,
): Record<string, string> {
  const proxied = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy'].some((name) => current[name]);
  if (!proxied || objectStore.kind !== 'local') return {};
  const existing = current['NO_PROXY'] ?? current['no_proxy'];
  return { NO_PROXY: existing ? `${existing},${LOOPBACK}` : LOOPBACK };
}
