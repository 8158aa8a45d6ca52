import { formatPesos } from '../../money.ts';
import type { Operand } from '../types.ts';

export interface LeastOf {
  readonly value: bigint;
  /** In Spanish: which of them was the least. */
  readonly explanation: string;
  readonly operands: readonly Operand[];
}

/** The least of several amounts, told in Spanish. The first wins a tie. */
export function leastOf(first: Operand, ...others: readonly Operand[]): LeastOf {
  const operands = [first, ...others];
  const smallest = operands.reduce((least, operand) => (operand.value < least.value ? operand : least));
  const names = operands.map(({ name, value }) => `${name} (${formatPesos(value)})`);
  return {
    value: smallest.value,
    explanation: `El menor entre ${joinSpanish(names)}.`,
    operands,
  };
}

/** `a`, `a y b`, `a, b y c`. */
export function joinSpanish(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} y ${parts.at(-1) ?? ''}`;
}

export function amount(name: string, value: bigint): Operand {
  return { name, value };
}
