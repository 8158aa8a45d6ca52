import { formatPesos } from '../../money.ts';
import { atLeastZero, formatPercent, formatUvt, least, roundToThousand, shareOf } from '../arithmetic.ts';
import type { Sheet } from '../sheet.ts';
import { amount, leastOf } from '../words.ts';
import { COLUMNS, FEES, LABOUR } from './columns.ts';
import type { Column } from './columns.ts';
import { fillExemptAndDeductions } from './exempt-and-deductions.ts';
import { availableIncome, fillAtMost, fillGeneralIncome } from './general-income.ts';
import { exemptOutsideCap } from './labour-exemptions.ts';

/** Cédula general: boxes 28, 32 to 98, 138 to 140, 297, 355 and 356 (ET arts. 330 to 336-1). */
export function fillGeneral(sheet: Sheet): void {
  fillGeneralIncome(sheet);
  fillExemptAndDeductions(sheet);
  fillLimited(sheet);
  for (const column of COLUMNS) fillResult(sheet, column);
  fillCostsIndication(sheet);
  fillOutsideCap(sheet);
  fillTotals(sheet);
}

/** 40 % of income less what is not income, up to 1,340 UVT, for the four columns together (ET art. 336 num. 3). */
function fillLimited(sheet: Sheet): void {
  const { basisPoints = 0, uvt = 0 } = sheet.parameters.limits.generalCap;
  const base = generalBase(sheet);
  const share = roundToThousand(shareOf(base, basisPoints));
  const shareName = () => `${formatPercent(basisPoints)} de ingresos menos no constitutivos`;
  let left = least(share, sheet.uvt(uvt));
  for (const column of COLUMNS) {
    const outside = column === LABOUR ? roundToThousand(exemptOutsideCap(sheet)) : 0n;
    const wanted = atLeastZero(sheet.sum([column.exempt, column.deductions]) - outside);
    const room = atLeastZero(availableIncome(sheet, column) - outside);
    const { value, explain, parts } = leastOf(
      amount(() => `exentas y deducciones (casillas ${column.exempt} y ${column.deductions})`, wanted),
      amount(() => `lo que queda del límite (${shareName()}, máximo ${formatUvt(uvt)})`, left),
      amount('renta líquida de la columna', room),
    );
    left = atLeastZero(left - value);
    sheet.fill(
      column.limited,
      value + outside,
      () => (outside > 0n ? `${explain()} Más ${formatPesos(outside)} sin límite.` : explain()),
      () => ({
        operands: [...parts, amount(shareName, share), amount(() => formatUvt(uvt), sheet.uvt(uvt))],
      }),
    );
  }
}

/** Gross income of the cédula general less what is not income: what the 40 % is taken of. */
function generalBase(sheet: Sheet): bigint {
  return COLUMNS.reduce(
    (total, { gross, passive, nonIncome }) =>
      total + sheet.value(gross) + (passive ? sheet.value(passive) : 0n) - sheet.value(nonIncome),
    0n,
  );
}

function fillResult(sheet: Sheet, column: Column): void {
  if (!column.result) {
    sheet.combine(column.ordinary, [column.net], [column.limited]);
    return;
  }
  const { exercise, compensation } = column.result;
  sheet.combine(exercise, [column.net, ...(column.passive ? [column.passive] : [])], [column.limited]);
  fillAtMost(sheet, compensation, sheet.value(exercise));
  sheet.combine(column.ordinary, [exercise], [compensation]);
}

/** Costs above 60 % of the fees are allowed, but must be told with a mark (ET art. 336-1). */
function fillCostsIndication(sheet: Sheet): void {
  const limit = sheet.parameters.limits.costsIndication;
  const basisPoints = limit?.basisPoints ?? 10_000;
  const most = shareOf(sheet.value(FEES.gross), basisPoints);
  const exceeded = sheet.value(45) > most;
  sheet.fill(
    140,
    exceeded ? 1n : 0n,
    () =>
      `${exceeded ? 'Marque' : 'No marque'}: los costos ${exceeded ? 'pasan' : 'no pasan'} del ${formatPercent(basisPoints)} de los ingresos brutos (${formatPesos(most)}).`,
    () => ({ operands: sheet.operands(45, FEES.gross) }),
  );
  if (exceeded) {
    sheet.warn({
      code: 'costs_above_indication',
      field: 'boxes.45',
      text: () =>
        `Los costos pasan del ${formatPercent(basisPoints)} de los honorarios: proceden si tienen soporte electrónico, y hay que marcar la casilla 140.`,
      articles: ['336-1'],
    });
  }
  if (sheet.value(FEES.gross) > 0n && sheet.value(356) > 0n) {
    sheet.warn({
      code: 'fees_in_both_columns',
      field: 'boxes.356',
      text: 'Hay honorarios con costos (casilla 43) y sin costos (casilla 356): sobre un mismo ingreso se opta por los costos o por el 25 % exento.',
      articles: ['336', '206'],
    });
  }
  if (sheet.value(FEES.gross) === 0n && sheet.value(45) > 0n) {
    sheet.warn({
      code: 'costs_without_fees',
      field: 'facts.costs',
      text: 'Se informaron costos de honorarios pero la casilla 43 está en cero: para restarlos, lleve los honorarios a la casilla 43.',
      articles: ['336'],
    });
  }
}

/** The two deductions that the 40 % limit does not touch (ET art. 336 nums. 3 and 5). */
function fillOutsideCap(sheet: Sheet): void {
  fillDependants(sheet);
  const { eInvoicePurchases } = sheet.parameters.limits;
  const declared = sheet.declared(297);
  const purchases = sheet.facts.eInvoicePurchases ?? declared;
  const income = COLUMNS.reduce(
    (total, { gross, passive }) => total + sheet.value(gross) + (passive ? sheet.value(passive) : 0n),
    0n,
  );
  if (purchases === undefined && income > 0n) sheet.assume('eInvoicePurchases');
  sheet.fill(
    297,
    purchases ?? 0n,
    purchases === undefined ? 'No se informó: cero.' : () => `Valor informado: ${formatPesos(purchases)}.`,
  );
  const { basisPoints = 0, uvt = 0 } = eInvoicePurchases ?? {};
  const { value, explain, parts } = leastOf(
    amount(() => `${formatPercent(basisPoints)} de las compras`, shareOf(purchases ?? 0n, basisPoints)),
    amount(() => formatUvt(uvt), sheet.uvt(uvt)),
  );
  if (income > 0n) sheet.fill(28, value, explain, () => ({ operands: parts }));
  else sheet.fill(28, 0n, 'Sin ingresos de la cédula general no hay deducción.');
}

function fillDependants(sheet: Sheet): void {
  const { uvt = 0, maxCount = 0 } = sheet.parameters.limits.dependantsOutsideCap ?? {};
  const told = sheet.facts.dependants ?? Number(sheet.declared(138) ?? 0n);
  const work = sheet.sum([LABOUR.ordinary, FEES.ordinary]);
  if (sheet.facts.dependants === undefined && sheet.declared(138) === undefined && work > 0n)
    sheet.assume('dependants');
  const counted = Math.min(told, maxCount);
  sheet.fill(138, BigInt(counted), () => `Se cuentan hasta ${maxCount} dependientes de ${told} informados.`);
  const { value, explain, parts } = leastOf(
    amount(() => `${counted} × ${formatUvt(uvt)}`, sheet.uvt(uvt * counted)),
    amount('rentas de trabajo que quedan (casillas 42 y 57)', work),
  );
  sheet.fill(139, value, explain, () => ({ operands: parts }));
}

function fillTotals(sheet: Sheet): void {
  sheet.combine(
    91,
    COLUMNS.flatMap(({ limited, ordinary }) => [limited, ordinary]),
  );
  sheet.combine(92, [28, ...COLUMNS.map(({ limited }) => limited), 139]);
  sheet.combine(93, [91], [92]);
  fillAtMost(sheet, 94, sheet.value(93));
  fillAtMost(sheet, 95, sheet.value(93) - sheet.value(94));
  sheet.fillDeclared(96);
  sheet.combine(97, [93, 96], [94, 95]);
  const share = sheet.parameters.presumptiveIncomeBasisPoints.value;
  sheet.fill(
    98,
    0n,
    () => `La renta presuntiva es el ${formatPercent(share)} del patrimonio líquido anterior.`,
  );
}
