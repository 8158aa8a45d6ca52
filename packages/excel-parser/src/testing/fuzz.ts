import { WorkbookError } from '../errors.ts';
import { parseReport } from '../layouts/parse-report.ts';
import type { WorkbookLimits } from '../limits.ts';
import { openWorkbook } from '../workbook/workbook.ts';
import { archiveForms, seedFiles, seedParts } from './fuzz-seeds.ts';
import { mutateBytes } from './mutate.ts';
import { createRandom, type Random } from './random.ts';
import { packWorkbook } from './workbook-writer.ts';

export interface FuzzOptions {
  files: number;
  seed: number;
  onProgress?: ((done: number) => void) | undefined;
}

/** A file for which the reader did something it must never do. */
export interface FuzzFault {
  /** With it, `fuzzFile` makes the same file again. */
  seed: number;
  what: 'untyped_error' | 'too_slow' | 'too_much_memory';
  details: string;
}

export interface FuzzOutcome {
  files: number;
  /** How often each ending came: 'read', or the code of the error. */
  endings: Record<string, number>;
  faults: FuzzFault[];
  slowestMilliseconds: number;
}

/** Small, so that a file which would be slow or large has to be stopped by them. */
const LIMITS: Partial<WorkbookLimits> = {
  partBytes: 8 * 1024 * 1024,
  totalBytes: 16 * 1024 * 1024,
  milliseconds: 2_000,
  heapBytes: 256 * 1024 * 1024,
};
/** Above the reader's own limit of time, with room for a busy machine. */
const TOO_SLOW_MILLISECONDS = 10_000;
const TOO_MUCH_BYTES = 512 * 1024 * 1024;

/** Reads so many damaged files. The same seed makes the same files. */
export async function fuzz({ files, seed, onProgress }: FuzzOptions): Promise<FuzzOutcome> {
  const outcome: FuzzOutcome = { files, endings: {}, faults: [], slowestMilliseconds: 0 };
  const originals = seedFiles();
  for (let index = 0; index < files; index += 1) {
    const fileSeed = seed * 1_000_000 + index;
    const bytes = fuzzFile(fileSeed, originals);
    const memory = process.memoryUsage.rss();
    const start = performance.now();
    const ending = await endingOf(bytes);
    const milliseconds = performance.now() - start;
    outcome.slowestMilliseconds = Math.max(outcome.slowestMilliseconds, milliseconds);
    outcome.endings[ending.code] = (outcome.endings[ending.code] ?? 0) + 1;
    const fault = (what: FuzzFault['what'], details: string): number =>
      outcome.faults.push({ seed: fileSeed, what, details });
    if (ending.untyped !== undefined) fault('untyped_error', ending.untyped);
    if (milliseconds > TOO_SLOW_MILLISECONDS) fault('too_slow', `${Math.round(milliseconds)} ms`);
    const growth = process.memoryUsage.rss() - memory;
    if (growth > TOO_MUCH_BYTES) fault('too_much_memory', `${growth} bytes`);
    onProgress?.(index + 1);
  }
  return outcome;
}

/** The damaged file of a seed: half have damaged bytes, half are sound archives with damaged XML. */
export function fuzzFile(seed: number, originals: readonly Buffer[] = seedFiles()): Buffer {
  const random = createRandom(seed);
  return random.chance(0.5) ? mutateBytes(random.pick(originals), random) : packDamaged(random);
}

function packDamaged(random: Random): Buffer {
  const parts = random.pick(seedParts);
  const damage = (xml: string | Uint8Array, chance: number): Buffer => {
    const bytes = Buffer.from(typeof xml === 'string' ? Buffer.from(xml) : xml);
    return random.chance(chance) ? mutateBytes(bytes, random) : bytes;
  };
  const text = (xml: string | undefined): string | undefined => xml && damage(xml, 0.3).toString();
  const archive = packWorkbook({
    ...parts,
    form: random.pick(archiveForms),
    sheets: parts.sheets.map((sheet) => ({ ...sheet, xml: damage(sheet.xml, 0.9) })),
    sharedStrings: text(parts.sharedStrings),
    styles: text(parts.styles),
  });
  return random.chance(0.1) ? mutateBytes(archive, random) : archive;
}

async function endingOf(bytes: Buffer): Promise<{ code: string; untyped?: string }> {
  try {
    await readEverything(bytes);
    return { code: 'read' };
  } catch (error) {
    if (WorkbookError.isInstance(error)) return { code: error.code };
    return {
      code: 'untyped',
      untyped: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

/** Every sheet by its cells, and the whole as a report: what fails as the one may still be read as the other. */
async function readEverything(bytes: Buffer): Promise<void> {
  const failures: unknown[] = [];
  await parseReport(bytes, { limits: LIMITS }).catch((error: unknown) => failures.push(error));
  try {
    await using workbook = await openWorkbook(bytes, { limits: LIMITS, macros: 'ignore' });
    for (const { index } of workbook.sheets) await workbook.mergedRanges(index);
  } catch (error) {
    failures.push(error);
  }
  const untyped = failures.find((error) => !WorkbookError.isInstance(error));
  if (untyped !== undefined) throw untyped;
  if (failures.length === 2) throw failures[1];
}
