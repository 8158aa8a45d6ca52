import { formatPesos } from '../money.ts';
import type { Operand } from './types.ts';

/**
 * Words in Spanish, or how to write them once somebody reads the draft. Texts cost several times what the figures do, and of
 * most drafts only figures are wanted: see `draftValues`.
 */
export type Words = string | (() => string);

/** One of the figures behind a box, whose name may still have to be written. */
export interface Part extends Omit<Operand, 'name'> {
  readonly name: Words;
}

export function write(words: Words): string {
  return typeof words === 'string' ? words : words();
}

export function operandsOf(parts: readonly Part[]): Operand[] {
  return parts.map((part) => ({ ...part, name: write(part.name) }));
}

export function amount(name: Words, value: bigint): Part {
  return { name, value };
}

export function sumOf(parts: readonly Part[]): bigint {
  return parts.reduce((total, { value }) => total + value, 0n);
}

/** `Suma de: informado, $ 5.000; GMF, $ 2.000`. */
export function explainSum(parts: readonly Part[]): string {
  return `Suma de: ${parts.map(({ name, value }) => `${write(name)}, ${formatPesos(value)}`).join('; ')}`;
}

export interface LeastOf {
  readonly value: bigint;
  /** Which of them was the least. */
  readonly explain: () => string;
  readonly parts: readonly Part[];
}

/** The least of several amounts. The first wins a tie. */
export function leastOf(first: Part, ...others: readonly Part[]): LeastOf {
  const parts = [first, ...others];
  const { value } = parts.reduce((least, part) => (part.value < least.value ? part : least));
  return {
    value,
    explain: () =>
      `El menor entre ${joinSpanish(parts.map((part) => `${write(part.name)} (${formatPesos(part.value)})`))}.`,
    parts,
  };
}

/** `a`, `a y b`, `a, b y c`. */
function joinSpanish(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} y ${parts.at(-1) ?? ''}`;
}
