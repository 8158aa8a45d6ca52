/**
 * The object server as a process. Environment: `PORT` (0 for any), `HOST` (127.0.0.1), `DATA_DIR`,
 * `SERVICE_ACCOUNT_FILE` (`<DATA_DIR>/service-account.json`), `BUCKETS` (names to create, with commas between).
 */
import { join } from 'node:path';
import { codeOf } from '../errors.ts';
import { createBucket } from './create-bucket.ts';
import { createObjectServer } from './server.ts';

const { PORT = '0', HOST = '127.0.0.1', DATA_DIR, SERVICE_ACCOUNT_FILE, BUCKETS = '' } = process.env;
if (!DATA_DIR) throw new Error('DATA_DIR is missing: the directory to keep the objects in.');

const server = await createObjectServer({
  dataDirectory: DATA_DIR,
  serviceAccountFile: SERVICE_ACCOUNT_FILE ?? join(DATA_DIR, 'service-account.json'),
  onError: (error, request) => console.error(new Date().toISOString(), request.method, request.url, error),
});
server.once('error', (error) => {
  console.error(codeOf(error) === 'EADDRINUSE' ? `Port ${PORT} of ${HOST} is taken.` : error);
  process.exit(1);
});
await new Promise<void>((resolve) => server.listen(Number(PORT), HOST, resolve));
const address = server.address();
const port = typeof address === 'object' && address !== null ? address.port : PORT;
for (const bucket of BUCKETS.split(',').filter(Boolean))
  await createBucket(`http://127.0.0.1:${port}`, bucket.trim());
console.log(`${new Date().toISOString()} object store on http://${HOST}:${port}, objects in ${DATA_DIR}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    // A cut transfer is resumed or repeated by its client; every acknowledged object is on disk already.
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
