import { formatPesos } from '../../money.ts';
import { atLeastZero, formatPercent, formatUvt, least, shareOf } from '../arithmetic.ts';
import type { MoneyFact } from '../facts/facts.ts';
import type { Sheet } from '../sheet.ts';
import type { Words } from '../words.ts';
import { write } from '../words.ts';
import type { Column } from './columns.ts';
import { CAPITAL, FEES, LABOUR, NON_LABOUR } from './columns.ts';

/** Income, what is not income, costs and net of the four columns (ET arts. 26, 335 and 336 nums. 1, 2 and 4). */
export function fillGeneralIncome(sheet: Sheet): void {
  fillLabourGross(sheet);
  fillNonIncome(sheet, LABOUR, limitedRais(sheet));
  sheet.combine(LABOUR.net, [LABOUR.gross], [LABOUR.nonIncome]);
  for (const column of [FEES, CAPITAL, NON_LABOUR]) fillIndependentColumn(sheet, column);
}

/** Net income of a column with the passive income of controlled foreign entities that joins it. */
export function availableIncome(sheet: Sheet, column: Column): bigint {
  return sheet.value(column.net) + (column.passive ? sheet.value(column.passive) : 0n);
}

function fillLabourGross(sheet: Sheet): void {
  const total = sheet.declared(LABOUR.gross);
  const salaries = sheet.declared(355);
  sheet.fillDeclared(356);
  const fees = sheet.value(356);
  const detail = (salaries ?? 0n) + fees;
  if (total === undefined) {
    sheet.fill(355, salaries ?? 0n, salaries === undefined ? 'No se informó: cero.' : 'Valor informado.');
    sheet.combine(LABOUR.gross, [355, 356]);
    return;
  }
  sheet.fill(LABOUR.gross, total > detail ? total : detail, () =>
    total >= detail ? `Valor informado: ${formatPesos(total)}.` : 'Suma de las casillas 355 y 356.',
  );
  if (salaries === undefined) sheet.combine(355, [LABOUR.gross], [356]);
  else sheet.fillDeclared(355);
  if (detail > total) {
    sheet.warn({
      code: 'labour_detail_exceeds_total',
      field: 'boxes.32',
      text: () =>
        `Las casillas 355 y 356 suman ${formatPesos(detail)}, más que la casilla 32 (${formatPesos(total)}): se toma la suma.`,
      articles: ['103'],
    });
  }
}

function fillIndependentColumn(sheet: Sheet, column: Column): void {
  sheet.fillDeclared(column.gross);
  if (column.returns) fillAtMost(sheet, column.returns, sheet.value(column.gross));
  fillNonIncome(sheet, column, column === CAPITAL ? inflationaryPart(sheet) : NOTHING);
  if (column.costs) fillFromFact(sheet, column.costs.box, column.costs.fact, sheet.value(column.gross) > 0n);
  if (column.passive) sheet.fillDeclared(column.passive);
  const subtracted = [
    ...(column.returns ? [column.returns] : []),
    column.nonIncome,
    ...(column.costs ? [column.costs.box] : []),
  ];
  sheet.combine(column.net, [column.gross], subtracted);
  if (column.result) {
    sheet.combine(column.result.loss, subtracted, [
      column.gross,
      ...(column.passive ? [column.passive] : []),
    ]);
  }
}

interface Addition {
  readonly value: bigint;
  readonly text: Words;
  readonly fact?: MoneyFact;
  readonly provisional?: boolean;
}

const NOTHING: Addition = { value: 0n, text: '' };

/** What is not income, declared and added, never above the income it belongs to (ET art. 26). */
function fillNonIncome(sheet: Sheet, column: Column, addition: Addition): void {
  const declared = sheet.declared(column.nonIncome) ?? 0n;
  const most = sheet.value(column.gross) - (column.returns ? sheet.value(column.returns) : 0n);
  const wanted = declared + addition.value;
  if (wanted > most) warnExcess(sheet, column.nonIncome, wanted, most);
  sheet.fill(
    column.nonIncome,
    least(wanted, most),
    () => {
      const added = addition.value > 0n ? ` más ${write(addition.text)}` : '';
      return `Informado: ${formatPesos(declared)}${added}; no puede pasar del ingreso (${formatPesos(most)}).`;
    },
    () => ({
      operands: [
        ...sheet.operands(column.gross),
        ...(addition.fact ? [sheet.factOperand(addition.fact)] : []),
      ],
      provisional: addition.value > 0n && addition.provisional,
    }),
  );
}

/** Voluntary contributions to the individual savings regime (ET art. 55). */
function limitedRais(sheet: Sheet): Addition {
  const contributed = sheet.money('voluntaryRais', false);
  if (contributed === 0n) return NOTHING;
  const { basisPoints = 0, uvt = 0 } = sheet.parameters.limits.voluntaryRais;
  const value = least(contributed, shareOf(sheet.value(LABOUR.gross), basisPoints), sheet.uvt(uvt));
  return {
    value,
    fact: 'voluntaryRais',
    text: () =>
      `${formatPesos(value)} de cotizaciones voluntarias al RAIS (hasta el ${formatPercent(basisPoints)} del ingreso y ${formatUvt(uvt)})`,
  };
}

/** Share of financial yields that only makes up for inflation (ET arts. 38 to 40-1). */
function inflationaryPart(sheet: Sheet): Addition {
  const yields = sheet.money('financialYields', sheet.value(CAPITAL.gross) > 0n);
  if (yields === 0n) return NOTHING;
  const { value: share, provisional } = sheet.parameters.inflationaryYield;
  if (share === null) {
    sheet.note({
      code: 'inflationary_part_not_decreed',
      field: 'boxes.59',
      text: `El componente inflacionario de ${sheet.year} no se ha decretado: los rendimientos quedan gravados por completo.`,
      articles: ['38', '40-1'],
    });
    return { ...NOTHING, provisional: true };
  }
  if (provisional) {
    sheet.note({
      code: 'inflationary_part_provisional',
      field: 'boxes.59',
      text: `El componente inflacionario de ${sheet.year} (${formatPercent(share)}) no está confirmado contra su decreto.`,
      articles: ['38', '40-1'],
    });
  }
  const value = shareOf(least(yields, sheet.value(CAPITAL.gross)), share);
  return {
    value,
    fact: 'financialYields',
    text: () =>
      `${formatPesos(value)} de componente inflacionario (${formatPercent(share)} de los rendimientos)`,
    provisional: provisional === true,
  };
}

/** A fact replaces the box it documents; both are told when they differ. */
export function fillFromFact(sheet: Sheet, box: number, name: MoneyFact, matters: boolean): bigint {
  const declared = sheet.declared(box);
  const fact = sheet.facts[name];
  if (fact === undefined) {
    if (matters && declared === undefined) sheet.assume(name);
    sheet.fillDeclared(box);
    return sheet.value(box);
  }
  sheet.fill(
    box,
    fact,
    () => `Valor informado: ${formatPesos(fact)}.`,
    () => ({ operands: [sheet.factOperand(name)] }),
  );
  if (declared !== undefined && declared !== sheet.value(box)) warnReplaced(sheet, box, name, declared);
  return sheet.value(box);
}

export function warnReplaced(sheet: Sheet, box: number, name: MoneyFact, declared: bigint): void {
  sheet.warn({
    code: 'fact_replaces_box',
    field: `boxes.${box}`,
    text: () =>
      `La casilla ${box} se informó en ${formatPesos(declared)} y el dato «${name}» en ${formatPesos(sheet.facts[name] ?? 0n)}: se usa el dato.`,
    articles: [],
  });
}

/** Fills a declared box up to a most, and says so when it was cut. */
export function fillAtMost(sheet: Sheet, box: number, most: bigint): void {
  const declared = sheet.declared(box) ?? 0n;
  if (declared > most) warnExcess(sheet, box, declared, most);
  sheet.fill(
    box,
    least(declared, atLeastZero(most)),
    () => `Informado: ${formatPesos(declared)}; no puede pasar de ${formatPesos(most)}.`,
  );
}

function warnExcess(sheet: Sheet, box: number, wanted: bigint, most: bigint): void {
  sheet.warn({
    code: 'exceeds_income',
    field: `boxes.${box}`,
    text: () =>
      `La casilla ${box} sumaría ${formatPesos(wanted)}, más de lo que puede restarse (${formatPesos(most)}): se corta.`,
    articles: ['26'],
  });
}
