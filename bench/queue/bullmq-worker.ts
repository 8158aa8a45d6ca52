import { Worker } from 'bullmq';

/** Bare BullMQ: a process that answers jobs and keeps them, without a word to PostgreSQL. `noop.ts` starts it. */
const [url, concurrency] = process.argv.slice(2);
const worker = new Worker(
  'noop',
  async (job: { data: { echo: string } }) => ({ echo: job.data.echo, attempt: 1 }),
  {
    connection: { url: url!, maxRetriesPerRequest: null },
    concurrency: Number(concurrency),
  },
);
await worker.waitUntilReady();
process.send!('ready');
process.on('disconnect', () => void worker.close().then(() => process.exit()));
