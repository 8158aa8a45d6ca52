import { readFileSync } from 'node:fs';

/** The release of the whole repository: apps are built, tested and rolled out together. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
