import { startTestServices } from '../packages/dev-services/src/testing/index.ts';
import { ensureChromium } from './chromium.ts';

/**
 * What the whole test run shares: one PostgreSQL, Redis and object store, which test files join and take databases of
 * their own from, and a browser.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const chromium = ensureChromium();
  if (chromium !== null) process.env['CHROMIUM_PATH'] = chromium;
  const services = await startTestServices({ ownerPid: process.pid });
  return () => services.release();
}
