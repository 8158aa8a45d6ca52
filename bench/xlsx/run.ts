/**
 * Reads the same file with every reader, each in a fresh process, one after another and round by round, and prints medians
 * and ratios: `node bench/xlsx/run.ts [--rows 100000] [--rounds 5] [--only accountia,exceljs] [--directory <path>]`.
 */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { Checksum } from './checksum.ts';
import { benchmarkFile } from './files.ts';
import { readers } from './readers.ts';
import type { Strings } from './rows.ts';
import { printBars } from './bars.ts';
import { median, printMeasured, printTable, type TableRow } from './table.ts';

interface Measurement {
  milliseconds: number;
  cpuMilliseconds: number;
  firstRowMilliseconds: number;
  peakMegabytes: number;
  checksum?: Checksum;
}

const here = import.meta.dirname;
const run = promisify(execFile);
/** exceljs keeps some three gigabytes for a million rows. */
const HEAP = '--max-old-space-size=12288';
const PYTHONS = ['python3', '/usr/bin/python3'];

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    directory: { type: 'string', default: path.join(tmpdir(), 'accountia-bench') },
  },
});
const rows = Number(values.rows);
const rounds = Number(values.rounds);
/** All the code of all the readers comes compiled from a cache, as in a process that starts for the second time. */
const COMPILED = { NODE_COMPILE_CACHE: path.join(values.directory, 'compile-cache') };
const wanted = values.only.split(',').filter((name) => name !== '');

const commands = new Map<string, (file: string) => [string, string[]]>([['inflate', nodeReader('inflate')]]);
for (const name of Object.keys(readers)) commands.set(name, nodeReader(name));
for (const library of ['openpyxl', 'pandas']) {
  const python = await pythonWith(library);
  if (python) commands.set(library, (file) => [python, [path.join(here, 'read_python.py'), library, file]]);
}
const names = [...commands.keys()].filter(
  (name) => name === 'inflate' || wanted.length === 0 || wanted.some((word) => name.startsWith(word)),
);

for (const strings of ['shared', 'inline'] as const) await compare(strings);
await compareSmall();

async function compare(strings: Strings): Promise<void> {
  const smallFile = await benchmarkFile(values.directory, 1_000, strings);
  const file = await benchmarkFile(values.directory, rows, strings);
  const measured = new Map<string, Measurement[]>(names.map((name) => [name, []]));
  for (const name of names) await measure(name, smallFile);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) measured.get(name)!.push(await measure(name, file));
  }
  const ours = measured.get('accountia') ?? [];
  const table = names.map((name): TableRow => {
    const all = measured.get(name)!;
    const times = all.map(({ milliseconds }) => milliseconds);
    // Round by round: what else the machine does changes slowly, and weighs on both.
    const ratio = (key: 'milliseconds' | 'cpuMilliseconds'): number =>
      median(all.map((measurement, round) => measurement[key] / (ours[round]?.[key] ?? Number.NaN)));
    return {
      reader: name,
      milliseconds: median(times),
      fastest: Math.min(...times),
      slowest: Math.max(...times),
      ratio: ratio('milliseconds'),
      cpuMilliseconds: median(all.map(({ cpuMilliseconds }) => cpuMilliseconds)),
      cpuRatio: ratio('cpuMilliseconds'),
      firstRow: median(all.map(({ firstRowMilliseconds }) => firstRowMilliseconds)),
      peakMegabytes: median(all.map(({ peakMegabytes }) => peakMegabytes)),
      remark: remarkOn(all[0]?.checksum, ours[0]?.checksum),
    };
  });
  printMeasured(`${rows} rows, ${strings} strings, ${rounds} rounds, fresh process each`, table);
  printBars(rows, table);
}

/** A report of the usual size, in a process that has read some before. */
async function compareSmall(): Promise<void> {
  const { stdout } = await run(process.execPath, [path.join(here, 'read-report.ts')]);
  const { cells, report } = JSON.parse(stdout) as { cells: number; report: number };
  printTable('A report of 65 rows, warm, the bar is 2 ms', [
    ['cells ms', 'parseReport ms'],
    [cells.toFixed(2), report.toFixed(2)],
  ]);
}

async function measure(name: string, file: string): Promise<Measurement> {
  const [program, args] = commands.get(name)!(file);
  const { stdout } = await run(program, args, { env: { ...process.env, ...COMPILED } });
  return JSON.parse(stdout) as Measurement;
}

/** A reader that reads something else than we do is not measured against us: it is wrong, or we are. */
function remarkOn(checksum: Checksum | undefined, ours: Checksum | undefined): string {
  if (!checksum || !ours) return '';
  const wrong = (Object.keys(ours) as (keyof Checksum)[]).filter((key) => !agree(checksum[key], ours[key]));
  return wrong.map((key) => `${key} ${checksum[key]}, ours ${ours[key]}`).join('; ');
}

/** A sum of many numbers depends a little on the order in which they are added. */
function agree(left: number, right: number): boolean {
  return Math.abs(left - right) <= Math.abs(right) * 1e-9;
}

function nodeReader(name: string): (file: string) => [string, string[]] {
  return (file) => [process.execPath, [HEAP, path.join(here, 'read-one.ts'), name, file]];
}

/** The Python that has the library, undefined when there is none. */
async function pythonWith(library: string): Promise<string | undefined> {
  for (const python of PYTHONS) {
    const found = await run(python, ['-c', `import ${library}`]).then(
      () => true,
      () => false,
    );
    if (found) return python;
  }
  process.stderr.write(`${library} is left out: there is no Python with it.\n`);
  return undefined;
}
