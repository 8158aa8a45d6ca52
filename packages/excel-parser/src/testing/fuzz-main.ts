/** Reads damaged files by the thousand: `node src/testing/fuzz-main.ts --files 20000 --seed 1`. Exit code 1 for faults. */
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: { files: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});
const start = performance.now();
const outcome = await fuzz({
  files: Number(values.files),
  seed: Number(values.seed),
  onProgress: (done) => {
    if (done % 1_000 === 0) process.stderr.write(`${done} files\n`);
  },
});
const seconds = Math.round((performance.now() - start) / 1_000);
const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1_024);
process.stdout.write(`${JSON.stringify({ ...outcome, seconds, peakMegabytes }, null, 2)}\n`);
if (outcome.faults.length > 0) process.exitCode = 1;
