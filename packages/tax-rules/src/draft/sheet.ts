import { formatPesos } from '../money.ts';
import type { YearParameters } from '../parameters/index.ts';
import { parameters } from '../parameters/index.ts';
import { atLeastZero, roundToThousand } from './arithmetic.ts';
import type { DraftFacts, FactName, MoneyFact } from './facts/facts.ts';
import { FACT_FIELDS } from './facts/fields.ts';
import type { BoxDefinition } from './form/form-210.ts';
import { formOf } from './form/forms.ts';
import type { DraftBox, DraftInput, DraftNote, DraftReturn, Operand } from './types.ts';

export interface Reasons {
  readonly operands?: readonly Operand[];
  /** Another rule than the box's usual one filled it this time. */
  readonly law?: { readonly rule: string; readonly article: string; readonly place?: string };
  readonly provisional?: boolean | undefined;
}

/**
 * The form while it is being filled: what was declared, what is already worked out, and the notes taken on
 * the way. One per draft.
 */
export class Sheet {
  readonly year: number;
  readonly parameters: YearParameters;
  readonly facts: DraftFacts;
  readonly #form: ReturnType<typeof formOf>;
  readonly #declared: DraftInput['boxes'];
  readonly #boxes = new Map<number, DraftBox>();
  readonly #assumptions = new Map<string, DraftNote>();
  readonly #warnings: DraftNote[] = [];

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
    const filled = this.#boxes.get(box);
    if (!filled) throw new Error(`Box ${box} is read before it is filled`);
    return filled.value;
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

  /** Fills a box. */
  fill(box: number, value: bigint, explanation: string, reasons: Reasons = {}): bigint {
    const definition = this.#definition(box);
    const law = reasons.law ?? definition;
    const rounded = definition.unit === 'pesos' ? roundToThousand(value) : value;
    this.#boxes.set(box, {
      box,
      label: definition.label,
      kind: definition.kind,
      unit: definition.unit,
      value: rounded,
      rule: law.rule,
      article: law.article,
      citation: `art. ${law.article}${law.place ? ` ${law.place}` : ''} E.T.`,
      explanation,
      operands: reasons.operands ?? [],
      ...(reasons.provisional ? { provisional: true } : {}),
    });
    return rounded;
  }

  /** Fills boxes as they were declared, zero when they were not. */
  fillDeclared(...boxes: readonly number[]): void {
    for (const box of boxes) {
      const amount = this.declared(box);
      this.fill(
        box,
        amount ?? 0n,
        amount === undefined ? 'No se informó: cero.' : `Valor informado: ${formatPesos(amount)}.`,
      );
    }
  }

  /** Fills a box with a sum and a subtraction of others; never below zero, as the form asks. */
  combine(
    box: number,
    plus: readonly number[],
    minus: readonly number[] = [],
    reasons: Reasons = {},
  ): bigint {
    const total = this.sum(plus) - this.sum(minus);
    const formula = [
      ...plus.map((from) => `+ casilla ${from}`),
      ...minus.map((from) => `− casilla ${from}`),
    ].join(' ');
    const floor = total < 0n ? '; si es negativo, cero' : '';
    return this.fill(box, atLeastZero(total), `${formula.replace(/^\+ /, '')}${floor}.`.replace(/^c/, 'C'), {
      operands: this.operands(...plus, ...minus),
      ...reasons,
    });
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

  note(assumption: DraftNote): void {
    this.#assumptions.set(assumption.code, assumption);
  }

  warn(warning: DraftNote): void {
    this.#warnings.push(warning);
  }

  /** @throws {Error} when a box of the form was left unfilled */
  finish(): DraftReturn {
    const boxes: Record<number, DraftBox> = {};
    for (const box of [...this.#form.boxes.keys()].sort((first, second) => first - second)) {
      const filled = this.#boxes.get(box);
      if (!filled) throw new Error(`Box ${box} was left unfilled`);
      boxes[box] = filled;
      this.#compareDeclared(filled);
    }
    return {
      year: this.year,
      form: '210',
      provisional: this.#form.provisional || [...this.#boxes.values()].some((box) => box.provisional),
      boxes,
      assumptions: [...this.#assumptions.values()],
      warnings: this.#warnings,
    };
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
