import { formatPesos } from '../money.ts';
import type { YearParameters } from '../parameters/index.ts';
import { parameters } from '../parameters/index.ts';
import { atLeastZero, roundToThousand } from './arithmetic.ts';
import type { DraftFacts, FactName, MoneyFact } from './facts/facts.ts';
import { FACT_FIELDS } from './facts/fields.ts';
import type { BoxDefinition } from './form/form-210.ts';
import { formOf } from './form/forms.ts';
import type { DraftBox, DraftInput, DraftNote, DraftReturn, Operand } from './types.ts';
import type { Part, Words } from './words.ts';
import { operandsOf, write } from './words.ts';

export interface Reasons {
  readonly operands?: readonly Part[];
  /** Another rule than the box's usual one filled it this time. */
  readonly law?: { readonly rule: string; readonly article: string; readonly place?: string };
  readonly provisional?: boolean | undefined;
}

/** What a box will say of its value, and what is behind it; asked for when the draft is finished. */
interface Account {
  readonly explanation: Words;
  readonly reasons: () => Reasons;
}

/** A note whose text may still have to be written. */
interface Note extends Omit<DraftNote, 'text'> {
  readonly text: Words;
}

const NO_REASONS = (): Reasons => ({});

/**
 * The form while it is being filled: what was declared, what is already worked out, and the notes taken on
 * the way. One per draft. Only figures are worked out while it is filled; `finish` writes the texts.
 */
export class Sheet {
  readonly year: number;
  readonly parameters: YearParameters;
  readonly facts: DraftFacts;
  readonly #form: ReturnType<typeof formOf>;
  readonly #declared: DraftInput['boxes'];
  readonly #values = new Map<number, bigint>();
  readonly #accounts = new Map<number, Account>();
  readonly #assumptions = new Map<string, Note>();
  readonly #warnings: Note[] = [];

  /** @throws {TaxRulesError} `form_unknown` */
  constructor(input: DraftInput) {
    this.year = input.year;
    this.#form = formOf(input.year);
    this.parameters = parameters(input.year);
    this.facts = input.facts ?? {};
    this.#declared = input.boxes;
  }

  /** Says that the year's own form is not known yet, when it is not. */
  noteProvisionalForm(): void {
    if (!this.#form.provisional) return;
    this.note({
      code: 'provisional_form',
      field: 'year',
      text: `El formulario 210 del año gravable ${this.year} aún no se conoce: el borrador usa las casillas del último conocido y las cifras de la ley vigente.`,
      articles: ['578'],
    });
  }

  /** Value of a box already filled; reading one too early is a fault of the draft. */
  value(box: number): bigint {
    const value = this.#values.get(box);
    if (value === undefined) throw new Error(`Box ${box} is read before it is filled`);
    return value;
  }

  sum(boxes: readonly number[]): bigint {
    return boxes.reduce((total, box) => total + this.value(box), 0n);
  }

  /** What was declared in a box, as the form rounds it. */
  declared(box: number): bigint | undefined {
    const amount = this.#declared[box];
    if (amount === undefined) return undefined;
    return this.#definition(box).unit === 'pesos' ? roundToThousand(amount) : amount;
  }

  /** Pesos of a number of UVT of the taxable year, rounded as ET art. 868 rounds limits. */
  uvt(count: number): bigint {
    return roundToThousand(BigInt(count) * this.parameters.uvt.value);
  }

  /** Fills a box. What explains it must not take notes: it may never be asked for. */
  fill(box: number, value: bigint, explanation: Words, reasons: () => Reasons = NO_REASONS): bigint {
    const rounded = this.#definition(box).unit === 'pesos' ? roundToThousand(value) : value;
    this.#values.set(box, rounded);
    this.#accounts.set(box, { explanation, reasons });
    return rounded;
  }

  /** Fills boxes as they were declared, zero when they were not. */
  fillDeclared(...boxes: readonly number[]): void {
    for (const box of boxes) {
      const amount = this.declared(box);
      this.fill(
        box,
        amount ?? 0n,
        amount === undefined ? 'No se informó: cero.' : () => `Valor informado: ${formatPesos(amount)}.`,
      );
    }
  }

  /** Fills a box with a sum and a subtraction of others; never below zero, as the form asks. */
  combine(box: number, plus: readonly number[], minus: readonly number[] = []): bigint {
    const total = this.sum(plus) - this.sum(minus);
    return this.fill(
      box,
      atLeastZero(total),
      () => describeFormula(plus, minus, total < 0n),
      () => ({ operands: this.operands(...plus, ...minus) }),
    );
  }

  operands(...boxes: readonly number[]): Operand[] {
    return boxes.map((box) => ({ name: `casilla ${box}`, value: this.value(box), box }));
  }

  factOperand(name: MoneyFact): Operand {
    return { name: FACT_FIELDS[name].title, value: this.facts[name] ?? 0n, fact: name };
  }

  /** An amount that a fact tells; zero, and an assumption, when it is missing and would matter. */
  money(name: MoneyFact, matters = true): bigint {
    const amount = this.facts[name];
    if (amount === undefined && matters) this.assume(name);
    return amount ?? 0n;
  }

  /** Notes that a fact was missing, once. */
  assume(name: FactName): void {
    const { whenMissing, articles } = FACT_FIELDS[name];
    this.note({ code: `assumed.${name}`, field: `facts.${name}`, text: whenMissing, articles });
  }

  note(assumption: Note): void {
    this.#assumptions.set(assumption.code, assumption);
  }

  warn(warning: Note): void {
    this.#warnings.push(warning);
  }

  /** The value of every box. @throws {Error} when a box of the form was left unfilled */
  values(): ReadonlyMap<number, bigint> {
    this.#expectAllFilled();
    return this.#values;
  }

  /** The draft with everything written. @throws {Error} when a box of the form was left unfilled */
  finish(): DraftReturn {
    const boxes: Record<number, DraftBox> = {};
    this.#expectAllFilled();
    for (const [box, account] of [...this.#accounts].sort(([first], [second]) => first - second)) {
      boxes[box] = this.#writeBox(box, account);
      this.#compareDeclared(boxes[box]);
    }
    return {
      year: this.year,
      form: '210',
      provisional: this.#form.provisional || Object.values(boxes).some((box) => box.provisional),
      boxes,
      assumptions: [...this.#assumptions.values()].map(writeNote),
      warnings: this.#warnings.map(writeNote),
    };
  }

  #writeBox(box: number, { explanation, reasons }: Account): DraftBox {
    const { label, kind, unit, ...usual } = this.#definition(box);
    const { law = usual, operands = [], provisional } = reasons();
    return {
      box,
      label,
      kind,
      unit,
      value: this.value(box),
      rule: law.rule,
      article: law.article,
      citation: `art. ${law.article}${law.place ? ` ${law.place}` : ''} E.T.`,
      explanation: write(explanation),
      operands: operandsOf(operands),
      ...(provisional ? { provisional: true } : {}),
    };
  }

  #expectAllFilled(): void {
    for (const box of this.#form.boxes.keys()) {
      if (!this.#values.has(box)) throw new Error(`Box ${box} was left unfilled`);
    }
  }

  #compareDeclared({ box, kind, value, unit }: DraftBox): void {
    const declared = this.declared(box);
    if (kind !== 'computed' || declared === undefined || declared === value) return;
    const show = (amount: bigint) => (unit === 'pesos' ? formatPesos(amount) : String(amount));
    this.warn({
      code: 'computed_box_differs',
      field: `boxes.${box}`,
      text: `La casilla ${box} la calcula el formulario: se informó ${show(declared)} y el borrador da ${show(value)}.`,
      articles: [],
    });
  }

  #definition(box: number): BoxDefinition {
    const definition = this.#form.boxes.get(box);
    if (!definition) throw new Error(`Box ${box} is not in the form`);
    return definition;
  }
}

/** `Casilla 32 − casilla 33; si es negativo, cero.` */
function describeFormula(plus: readonly number[], minus: readonly number[], negative: boolean): string {
  const formula = [
    ...plus.map((from) => `+ casilla ${from}`),
    ...minus.map((from) => `− casilla ${from}`),
  ].join(' ');
  return `${formula.replace(/^\+ /, '')}${negative ? '; si es negativo, cero' : ''}.`.replace(/^c/, 'C');
}

function writeNote({ code, field, text, articles }: Note): DraftNote {
  return { code, field, text: write(text), articles };
}
