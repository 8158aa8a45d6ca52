import { existsSync } from 'node:fs';
import path from 'node:path';

/** npm runs scripts at the root of the repository and says in INIT_CWD where the person was. */
export function locate(file: string): string {
  const here = path.resolve(file);
  const { INIT_CWD } = process.env;
  if (INIT_CWD === undefined || existsSync(here)) return here;
  const there = path.resolve(INIT_CWD, file);
  return existsSync(there) ? there : here;
}
