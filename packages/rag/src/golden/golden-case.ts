import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { classify } from '@accountia/tax-rules';
import { parse } from 'yaml';
import { z } from 'zod';
import { RagError } from '../errors.ts';
import { INSIGHT_CODES, type InsightCode } from '../insights/codes.ts';
import type { AnalysisEntry, AnalysisInput } from '../insights/types.ts';

const pesos = z
  .string()
  .regex(/^-?\d+$/)
  .transform((text) => BigInt(text));
const code = z.enum(INSIGHT_CODES);

const goldenFile = z.strictObject({
  about: z.string().min(1),
  year: z.int(),
  taxpayer: z.strictObject({ documentType: z.string(), number: z.string(), name: z.string() }),
  today: z.iso.date().optional(),
  /** DIAN's own totals. */
  topes: z.partialRecord(z.enum(['1', '2', '3', '4', '5']), pesos),
  facts: z.array(
    z.strictObject({
      detail: z.string(),
      amount: pesos,
      reporter: z.strictObject({ nit: z.string(), name: z.string() }),
      reportedName: z.string().optional(),
      additionalInformation: z.array(z.strictObject({ key: z.string(), value: z.string() })).optional(),
    }),
  ),
  /** Everything an accountant would say, once for each time; figures where they follow from the facts alone. */
  expected: z.array(
    z.strictObject({
      code,
      amount: pesos.optional(),
      box: z.int().optional(),
      deadline: z.iso.date().optional(),
    }),
  ),
  /** What someone in a hurry might say, and why it would be wrong. */
  never: z.array(z.strictObject({ code, why: z.string() })),
  /** What was changed in the answer after it was compared with the rules, and why. */
  reviewed: z.array(z.strictObject({ code, why: z.string() })).optional(),
});

export type ExpectedInsight = z.output<typeof goldenFile>['expected'][number];

/** A declaration of invented people, and what an accountant would tell of it. */
export interface GoldenCase {
  readonly name: string;
  readonly about: string;
  readonly input: AnalysisInput;
  readonly expected: readonly ExpectedInsight[];
  readonly never: readonly { readonly code: InsightCode; readonly why: string }[];
  readonly reviewed: readonly { readonly code: InsightCode; readonly why: string }[];
}

const SHIPPED = fileURLToPath(new URL('../../golden/', import.meta.url));

/** The golden declarations, by file name. @throws RagError `golden_invalid` for a file that is not one. */
export async function readGoldenCases(folder: string = SHIPPED): Promise<GoldenCase[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return await Promise.all(
    names.map(async (name) => parseGoldenCase(name, await readFile(join(folder, name), 'utf8'))),
  );
}

export function parseGoldenCase(name: string, text: string): GoldenCase {
  const read = goldenFile.safeParse(parse(text));
  if (!read.success)
    throw new RagError('golden_invalid', `${name}: ${z.prettifyError(read.error)}`, { name });
  const { about, year, taxpayer, today, topes, facts, expected, never, reviewed = [] } = read.data;
  const contradictory = never.find((one) => expected.some((other) => other.code === one.code));
  if (contradictory !== undefined) {
    throw new RagError('golden_invalid', `${name} expects ${contradictory.code} and never expects it`, {
      name,
    });
  }
  return {
    name: name.replace(/\.yaml$/, ''),
    about,
    input: {
      year,
      taxpayer,
      topes,
      ...(today === undefined ? {} : { today }),
      entries: facts.map(toEntry),
    },
    expected,
    never,
    reviewed,
  };
}

function toEntry(
  {
    detail,
    amount,
    reporter,
    reportedName,
    additionalInformation,
  }: z.output<typeof goldenFile>['facts'][number],
  index: number,
): AnalysisEntry {
  const { category, candidateBoxes, topes } = classify({ detail, amount, boxes: [], topes: [] });
  return {
    id: `row-${index + 1}`,
    row: 20 + index,
    detail,
    amount,
    category,
    boxes: candidateBoxes,
    topes,
    reporterNit: reporter.nit,
    reporterName: reporter.name,
    ...(reportedName === undefined ? {} : { reportedName }),
    ...(additionalInformation === undefined ? {} : { additionalInformation }),
  };
}
