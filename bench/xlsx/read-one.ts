/** Reads one file with one reader in this fresh process and prints what it took: `read-one.ts <reader> <file>`. */
import { Tally } from './checksum.ts';
import { inflateAll, readers } from './readers.ts';

const [name = '', file = ''] = process.argv.slice(2);
const read = name === 'inflate' ? inflateAll : await readers[name]?.load();
if (!read) throw new RangeError(`There is no reader ${name}.`);
const cpu = process.cpuUsage();
const start = performance.now();
const tally = new Tally(start);
await read(file, tally);
const milliseconds = performance.now() - start;
const { user, system } = process.cpuUsage(cpu);
const report = {
  milliseconds,
  // Of all threads: what is left to compare by when others keep the machine busy.
  cpuMilliseconds: (user + system) / 1_000,
  firstRowMilliseconds: tally.firstRowMilliseconds,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
  checksum: name === 'inflate' ? undefined : tally.result(),
};
process.stdout.write(`${JSON.stringify(report)}\n`);
