import { startTestServices } from '../packages/dev-services/src/testing/index.ts';

/** One PostgreSQL, Redis and object store for the whole test run; test files join it and take databases of their own. */
export default async function setup(): Promise<() => Promise<void>> {
  const services = await startTestServices({ ownerPid: process.pid });
  return () => services.release();
}
