import { readConcept } from '../text/normalize.ts';
import { participationOf, propertyOf } from '../findings/additional-information.ts';
import { groupBy, sumOf } from '../findings/select.ts';
import type { EntryId, RuledEntry } from '../findings/types.ts';
import type { ProposalBuilder } from './builder.ts';

type Rows<Id extends EntryId> = readonly RuledEntry<Id>[];

const PAYROLL_FORMAT = 2276;
const EMPLOYER_SEVERANCE: ReadonlySet<string> = new Set([
  'severance.paid_by_employer',
  'severance.deposited_by_employer',
  'severance.old_regime',
  'severance.other',
]);
const IN_FUND: ReadonlySet<string> = new Set([
  'severance.deposited_by_employer',
  'severance.old_regime',
  'severance.credited_by_fund',
]);

/**
 * Severance is income when paid or deposited (ET art. 27 num. 3). Employer and fund report the same money:
 * the larger side counts.
 */
export function placeSeverance<Id extends EntryId>(rows: Rows<Id>, proposal: ProposalBuilder<Id>): void {
  const employer = rows.filter(({ rule }) => EMPLOYER_SEVERANCE.has(rule));
  const fund = rows.filter(({ rule }) => rule === 'severance.credited_by_fund');
  const balances = rows.filter(({ rule }) => rule === 'severance.fund_balance');
  // A person may tell that a withdrawal is of severance from before 2017, which is income only now.
  const withdrawals = rows.filter(
    ({ rule, id }) => rule === 'severance.withdrawal' && proposal.decisionOn(id)?.use !== 'include',
  );
  const placedElsewhere = new Set([...employer, ...fund, ...balances, ...withdrawals]);
  const corrected = rows.filter((row) => !placedElsewhere.has(row));
  const counted = countedSide(employer, fund, proposal);
  const left = [...employer, ...fund].filter((row) => !counted.includes(row));
  for (const row of [...counted, ...corrected]) {
    proposal.toBox(32, row);
    proposal.toFact('severance', row);
  }
  proposal.leaveOut('severance_reported_twice', ...left);
  proposal.leaveOut('severance_already_income', ...withdrawals);
  proposal.assumeRows(
    'severance_withdrawn',
    'exclude',
    withdrawals,
    'Los retiros del fondo no se suman: esa cesantía ya fue ingreso al consignarse. Inclúyalos si son de antes de 2017.',
    ['27'],
  );
  if (employer.length > 0 && fund.length > 0) {
    proposal.assume(
      'severance_reported_twice',
      'severance',
      [...employer, ...fund],
      'El empleador y el fondo reportan la misma cesantía: se cuenta una vez, por el mayor valor.',
      ['27', '206'],
    );
  }
  placeSeveranceInPatrimony(counted, balances, proposal);
}

function countedSide<Id extends EntryId>(
  employer: Rows<Id>,
  fund: Rows<Id>,
  proposal: ProposalBuilder<Id>,
): Rows<Id> {
  if (employer.length === 0 || fund.length === 0) return [...employer, ...fund];
  switch (proposal.choice('severance')) {
    case 'employer':
      return employer;
    case 'fund':
      return fund;
    case 'sum':
      return [...employer, ...fund];
    case 'larger':
      return sumOf(fund) > sumOf(employer) ? fund : employer;
  }
}

/** The balance of the fund is patrimony; without it, what was deposited in the year. */
function placeSeveranceInPatrimony<Id extends EntryId>(
  counted: Rows<Id>,
  balances: Rows<Id>,
  proposal: ProposalBuilder<Id>,
): void {
  const deposited = counted.filter(({ rule }) => IN_FUND.has(rule));
  for (const row of balances.length > 0 ? balances : deposited) proposal.toBox(29, row);
}

/** The employer and the bank or fund report the same contribution: it counts once, by the larger figure. */
export function placeVoluntarySavings<Id extends EntryId>(
  rows: Rows<Id>,
  savingsBox: number,
  proposal: ProposalBuilder<Id>,
): void {
  const kinds = groupBy(rows, ({ rule }) => rule);
  for (const [rule, ofKind] of kinds) {
    if (rule === 'voluntary.rais') {
      for (const row of ofKind) proposal.toFact('voluntaryRais', row);
      continue;
    }
    const byEmployer = ofKind.filter(({ detail }) => readConcept(detail).codes.includes(PAYROLL_FORMAT));
    const byBank = ofKind.filter((row) => !byEmployer.includes(row));
    const twice = byEmployer.length > 0 && byBank.length > 0;
    const larger = sumOf(byBank) > sumOf(byEmployer) ? byBank : byEmployer;
    const once = onceByAmount(twice ? larger : ofKind);
    const counted = proposal.choice('voluntarySavings') === 'larger' ? once : ofKind;
    for (const row of counted) proposal.toBox(savingsBox, row);
    proposal.leaveOut('voluntary_savings_reported_twice', ...ofKind.filter((row) => !counted.includes(row)));
    if (once.length < ofKind.length) {
      proposal.assume(
        'voluntary_savings_reported_twice',
        'voluntarySavings',
        ofKind,
        'El empleador y la entidad reportan el mismo aporte voluntario: se cuenta una vez, por el mayor valor.',
        ['126-1', '126-4'],
      );
    }
  }
}

/** The same amount from another reporter is the same contribution. */
function onceByAmount<Id extends EntryId>(rows: Rows<Id>): Rows<Id> {
  const reporters = new Map<bigint, string>();
  return rows.filter(({ amount, reporterNit }) => {
    const first = reporters.get(amount);
    if (first === undefined) reporters.set(amount, reporterNit);
    return first === undefined || first === reporterNit;
  });
}

/** Rows with the total of the yields beside the rows of each holder, to leave out. */
export function repeatedYields<Id extends EntryId>(
  yields: Rows<Id>,
  proposal: ProposalBuilder<Id>,
): ReadonlySet<RuledEntry<Id>> {
  const repeated = new Set<RuledEntry<Id>>();
  for (const ofReporter of groupBy(yields, ({ reporterNit }) => reporterNit).values()) {
    const totals = ofReporter.filter(({ rule }) => rule === 'capital.total_yields');
    const holders = ofReporter.filter((row) => !totals.includes(row));
    if (totals.length === 0 || holders.length === 0) continue;
    const choice = proposal.choice('yieldTotals');
    if (choice === 'holders') for (const row of totals) repeated.add(row);
    if (choice === 'totals') for (const row of holders) repeated.add(row);
    proposal.assume(
      'total_beside_holders',
      'yieldTotals',
      ofReporter,
      'El mismo informante trae el total de rendimientos y las filas por titular: se cuentan las filas por titular.',
      ['335'],
    );
  }
  proposal.leaveOut('total_beside_holders', ...repeated);
  return repeated;
}

const MILLIONTHS = 1_000_000;

/** Of each property the greater of cadastral value and property-tax base, by the share owned (ET art. 277). */
export function placeRealEstate<Id extends EntryId>(rows: Rows<Id>, proposal: ProposalBuilder<Id>): void {
  const keyOf = (row: RuledEntry<Id>) => JSON.stringify([row.reporterNit, propertyOf(row) ?? '']);
  for (const ofProperty of groupBy(rows, keyOf).values()) {
    const cadastral = ofProperty.filter(({ rule }) => rule === 'assets.cadastral_value');
    const bases = ofProperty.filter((row) => !cadastral.includes(row));
    const twice = cadastral.length > 0 && bases.length > 0;
    const greater = sumOf(bases) > sumOf(cadastral) ? bases : cadastral;
    const counted = twice && proposal.choice('property') === 'greater' ? greater : ofProperty;
    const share = ofProperty.map(participationOf).find((percent) => percent !== undefined) ?? 100;
    for (const row of counted) {
      const percent = proposal.decisionOn(row.id)?.sharePercent ?? share;
      proposal.toBox(29, row, shareOfPercent(row.amount, percent));
    }
    proposal.leaveOut('property_lower_value', ...ofProperty.filter((row) => !counted.includes(row)));
    if (twice) {
      proposal.assume(
        'property_valued_twice',
        'property',
        ofProperty,
        'Del mismo inmueble vienen el avalúo catastral y la base del predial: se declara el mayor, por la participación.',
        ['277'],
      );
    }
    if (share < 100) {
      proposal.assumeRows(
        'property_share',
        'include',
        counted,
        `Se toma el ${String(share).replace('.', ',')} % de participación que trae el reporte.`,
        ['261', '277'],
      );
    }
  }
}

/** A share in percent of an amount, in whole pesos downwards. */
export function shareOfPercent(amount: bigint, percent: number): bigint {
  const millionths = BigInt(Math.round((percent / 100) * MILLIONTHS));
  return (amount * millionths) / BigInt(MILLIONTHS);
}
