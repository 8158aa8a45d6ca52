/** Part of a release: from now on the migrations of today are what installations have run, and stay as they are. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { releaseAll, type Checksums } from './checksums.ts';
import { migrations } from './index.ts';

const file = new URL('./checksums.json', import.meta.url);
const released = JSON.parse(readFileSync(file, 'utf8')) as Checksums;
const checksums = releaseAll(
  Object.keys(migrations),
  (name) => {
    const migration = new URL(`./${name}.ts`, import.meta.url);
    return existsSync(migration) ? readFileSync(migration, 'utf8') : null;
  },
  released,
);
writeFileSync(file, `${JSON.stringify(checksums, null, 2)}\n`);
const added = Object.keys(checksums).length - Object.keys(released).length;
console.log(`${added} migrations are released now, ${Object.keys(checksums).length} in all.`);
