import { readdirSync, readFileSync } from 'node:fs';
import type { Category } from '../categories.ts';

/**
 * Answers expected of the synthetic reports in `fixtures/`; every name, number and amount in them is
 * invented.
 */
export interface Sample {
  readonly file: string;
  readonly year: number;
  readonly taxpayer: { readonly name: string };
  readonly topes: Readonly<Record<string, number>>;
  readonly totalsByCategory: Readonly<Record<string, number>>;
  readonly rows: readonly {
    readonly row: number;
    readonly reporterNit: string;
    readonly detail: string;
    readonly amount: number;
    readonly boxes: readonly number[];
    readonly topes: readonly number[];
    readonly category: Category;
  }[];
}

const FOLDER = new URL('../../fixtures/', import.meta.url);

export const SAMPLES: readonly Sample[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.expected.json'))
  .sort()
  .map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Sample);
