import { readdirSync, readFileSync } from 'node:fs';
import { classify } from '../classification/classify.ts';
import type { ReviewEntry } from '../findings/types.ts';
import type { TopeAmounts } from '../obligation/topes.ts';

/** A worked example of `docs/examples`: the report, what it does not know and every box worked out by hand. */
export interface WorkedExample {
  readonly name: string;
  readonly entries: readonly ReviewEntry<number>[];
  readonly topes: TopeAmounts;
  readonly input: {
    readonly year: number;
    readonly boxes?: Readonly<Record<string, string>>;
    readonly facts?: Readonly<Record<string, unknown>>;
    readonly decisions?: Readonly<Record<string, string>>;
  };
  /** Pesos by box, from the table of the document. */
  readonly expected: Readonly<Record<number, bigint>>;
}

interface Row {
  readonly nit: string;
  readonly detail: string;
  readonly amount: string;
  readonly boxes: readonly number[];
  readonly info?: readonly (readonly [string, string])[];
}

const FOLDER = new URL('../../docs/examples/', import.meta.url);

export const EXAMPLES: readonly WorkedExample[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.md'))
  .sort()
  .map((file) => {
    const text = readFileSync(new URL(file, FOLDER), 'utf8');
    const rows = JSON.parse(block(text, 'report')) as readonly Row[];
    return {
      name: file.replace('.md', ''),
      entries: rows.filter((row) => !topeOf(row)).map(entryOf),
      topes: Object.fromEntries(rows.filter(topeOf).map((row) => [topeOf(row), BigInt(row.amount)])),
      input: JSON.parse(block(text, 'input')) as WorkedExample['input'],
      expected: Object.fromEntries(
        [...text.matchAll(/^\| (\d+) \| ([\d.]+) \|/gmu)].map(([, box = '', value = '']) => [
          Number(box),
          BigInt(value.replaceAll('.', '')),
        ]),
      ),
    };
  });

function block(text: string, kind: string): string {
  const found = new RegExp(`\`\`\`json ${kind}\\n([\\s\\S]*?)\`\`\``, 'u').exec(text)?.[1];
  if (found === undefined) throw new Error(`The example has no block ${kind}`);
  return found;
}

function topeOf({ detail }: Row): number | undefined {
  const number = /^Tope (\d)/u.exec(detail)?.[1];
  return number === undefined ? undefined : Number(number);
}

function entryOf({ nit, detail, amount, boxes, info = [] }: Row, index: number): ReviewEntry<number> {
  const fact = { detail, amount: BigInt(amount), boxes, topes: [] };
  return {
    ...fact,
    id: index + 1,
    reporterNit: nit,
    category: classify(fact).category,
    additionalInformation: info.map(([key, value]) => ({ key, value })),
  };
}
