import type { MoneyFact } from '../facts/facts.ts';

/** One of the four columns of the cédula general: the box of each line, absent where the form shades it. */
export interface Column {
  readonly name: 'labour' | 'fees' | 'capital' | 'non_labour';
  /** In Spanish, for explanations. */
  readonly label: string;
  readonly gross: number;
  readonly returns?: number;
  readonly nonIncome: number;
  readonly costs?: { readonly box: number; readonly fact: MoneyFact };
  readonly net: number;
  readonly passive?: number;
  readonly savings: number;
  readonly otherExempt: number;
  readonly exempt: number;
  readonly housing: number;
  readonly otherDeductions: number;
  readonly deductions: number;
  readonly limited: number;
  /** Absent in the labour column, which has no costs and so no losses (ET art. 156). */
  readonly result?: { readonly exercise: number; readonly loss: number; readonly compensation: number };
  readonly ordinary: number;
}

export const LABOUR: Column = {
  name: 'labour',
  label: 'rentas de trabajo',
  gross: 32,
  nonIncome: 33,
  net: 34,
  savings: 35,
  otherExempt: 36,
  exempt: 37,
  housing: 38,
  otherDeductions: 39,
  deductions: 40,
  limited: 41,
  ordinary: 42,
};

export const FEES: Column = {
  name: 'fees',
  label: 'rentas de trabajo con costos',
  gross: 43,
  nonIncome: 44,
  costs: { box: 45, fact: 'costs' },
  net: 46,
  savings: 47,
  otherExempt: 48,
  exempt: 49,
  housing: 50,
  otherDeductions: 51,
  deductions: 52,
  limited: 53,
  result: { exercise: 54, loss: 55, compensation: 56 },
  ordinary: 57,
};

export const CAPITAL: Column = {
  name: 'capital',
  label: 'rentas de capital',
  gross: 58,
  nonIncome: 59,
  costs: { box: 60, fact: 'capitalCosts' },
  net: 61,
  passive: 62,
  savings: 63,
  otherExempt: 64,
  exempt: 65,
  housing: 66,
  otherDeductions: 67,
  deductions: 68,
  limited: 69,
  result: { exercise: 70, loss: 71, compensation: 72 },
  ordinary: 73,
};

export const NON_LABOUR: Column = {
  name: 'non_labour',
  label: 'rentas no laborales',
  gross: 74,
  returns: 75,
  nonIncome: 76,
  costs: { box: 77, fact: 'nonLabourCosts' },
  net: 78,
  passive: 79,
  savings: 80,
  otherExempt: 81,
  exempt: 82,
  housing: 83,
  otherDeductions: 84,
  deductions: 85,
  limited: 86,
  result: { exercise: 87, loss: 88, compensation: 89 },
  ordinary: 90,
};

/** In the order in which the shared limits are spent. */
export const COLUMNS: readonly Column[] = [LABOUR, FEES, CAPITAL, NON_LABOUR];
