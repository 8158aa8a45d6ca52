import type { MoneyFact } from '../draft/facts/facts.ts';
import type { EntryId, RuledEntry } from '../findings/types.ts';
import type { ProposalBuilder } from './builder.ts';

/** Which incomes the taxpayer has: contributions and savings follow them. */
export interface IncomeKinds {
  readonly labour: boolean;
  readonly feesWithCosts: boolean;
  readonly capital: boolean;
  readonly nonLabour: boolean;
  readonly pensionPayers: ReadonlySet<string>;
}

const YIELDS_OF_FINANCIAL_ENTITIES: ReadonlySet<string> = new Set([
  'capital.cdt_yields',
  'capital.fund_yields',
  'capital.total_yields',
  'capital.severance_fund_yields',
]);
const INFLATIONARY_BOX = 59;

const DEDUCTION_FACTS: ReadonlyMap<string, MoneyFact> = new Map([
  ['deductions.prepaid_medicine', 'prepaidMedicine'],
  ['deductions.housing_interest', 'housingInterest'],
  ['deductions.icetex_interest', 'icetexInterest'],
  ['deductions.financial_movements_tax', 'financialMovementsTax'],
]);

/** Fees go to one of three places, by the person's choice (ET arts. 336, 340 and 206 par. 5). */
export function placeFees<Id extends EntryId>(row: RuledEntry<Id>, proposal: ProposalBuilder<Id>): void {
  switch (proposal.choice('fees')) {
    case 'without_costs':
      proposal.toBox(32, row);
      proposal.toBox(356, row);
      return;
    case 'with_costs':
      proposal.toBox(43, row);
      return;
    case 'non_labour':
      proposal.toBox(74, row);
  }
}

/** Yields, rents and royalties; the inflationary part only of what financial entities paid (ET art. 38). */
export function placeCapitalIncome<Id extends EntryId>(
  row: RuledEntry<Id>,
  proposal: ProposalBuilder<Id>,
): void {
  proposal.toBox(58, row);
  const ofEntity =
    YIELDS_OF_FINANCIAL_ENTITIES.has(row.rule) ||
    (row.rule === 'capital.interest' && row.boxes.includes(INFLATIONARY_BOX));
  if (ofEntity && proposal.choice('inflationaryPart') === 'apply') proposal.toFact('financialYields', row);
}

export function placeDividends<Id extends EntryId>(row: RuledEntry<Id>, proposal: ProposalBuilder<Id>): void {
  switch (row.rule) {
    case 'dividends.numeral_3':
      proposal.toBox(107, row);
      return;
    case 'dividends.paragraph_2':
      proposal.toBox(108, row);
      return;
    case 'dividends.until_2016':
      proposal.toBox(104, row);
      if (/no gravad/iu.test(row.detail)) proposal.toBox(105, row);
      return;
    case 'dividends.foreign':
      proposal.toBox(109, row);
      return;
    default:
      placeUnknownDividends(row, proposal);
  }
}

/** The wording does not tell the kind: DIAN's code does, or the choice that bears more tax. */
function placeUnknownDividends<Id extends EntryId>(row: RuledEntry<Id>, proposal: ProposalBuilder<Id>): void {
  const suggested = row.boxes.filter((box) => [104, 107, 108, 109].includes(box));
  const [only, ...others] = suggested;
  if (only !== undefined && others.length === 0) {
    proposal.toBox(only, row);
    return;
  }
  proposal.toBox(proposal.choice('dividends') === 'numeral_3' ? 107 : 108, row);
  proposal.assume(
    'dividends_kind',
    'dividends',
    [row],
    'El reporte no dice si el dividendo es del numeral 3 o del parágrafo 2 del art. 49: se toma el del parágrafo 2, que paga más.',
    ['49', '242'],
  );
}

/** An occasional gain, unless DIAN's code or the person says that the asset was held under two years. */
export function placeGain<Id extends EntryId>(row: RuledEntry<Id>, proposal: ProposalBuilder<Id>): void {
  if (row.rule === 'gains.lottery') proposal.toFact('lotteryPrizes', row);
  if (row.rule === 'gains.life_insurance') proposal.toFact('lifeInsurance', row);
  if (row.rule !== 'gains.fixed_asset_sale') {
    proposal.toBox(112, row);
    return;
  }
  proposal.toBox(proposal.choice('fixedAssets') === 'ordinary_income' ? 74 : 112, row);
  proposal.assume(
    'fixed_asset_holding',
    'fixedAssets',
    [row],
    'La venta de activos fijos se toma como ganancia ocasional, sin costo: si se poseyeron menos de dos años es renta ordinaria; informe el costo en la casilla 113 o 77.',
    ['179', '300'],
  );
}

/** Mandatory contributions follow the income they were paid on (ET arts. 55, 56 and 337). */
export function contributionBox<Id extends EntryId>(
  row: RuledEntry<Id>,
  kinds: IncomeKinds,
  proposal: ProposalBuilder<Id>,
): number {
  const boxes = { labour: 33, fees: 44, capital: 59, non_labour: 76, pensions: 100 } as const;
  const choice = proposal.choice('contributions');
  if (choice !== 'by_income') return boxes[choice];
  if (kinds.pensionPayers.has(row.reporterNit)) return boxes.pensions;
  if (kinds.labour) return boxes.labour;
  if (kinds.feesWithCosts) return boxes.fees;
  if (kinds.pensionPayers.size > 0) return boxes.pensions;
  if (kinds.capital) return boxes.capital;
  return kinds.nonLabour ? boxes.non_labour : boxes.labour;
}

/** Column of the voluntary savings: that of the main income. */
export function savingsBox(kinds: IncomeKinds): number {
  if (kinds.labour) return 35;
  if (kinds.feesWithCosts) return 47;
  if (kinds.capital) return 63;
  return kinds.nonLabour ? 80 : 35;
}

export function placeDeduction<Id extends EntryId>(row: RuledEntry<Id>, proposal: ProposalBuilder<Id>): void {
  const fact = DEDUCTION_FACTS.get(row.rule);
  if (fact) {
    proposal.toFact(fact, row);
    return;
  }
  if (row.rule !== 'deductions.loan_interest') {
    proposal.toBox(39, row);
    return;
  }
  if (proposal.choice('loanInterest') === 'home_loan') proposal.toFact('housingInterest', row);
  else proposal.leaveOut('loan_interest_unproven', row);
  proposal.assume(
    'loan_interest_unproven',
    'loanInterest',
    [row],
    'No se sabe si el crédito es de vivienda: sus intereses no se deducen hasta que se confirme.',
    ['119'],
  );
}

export function placePriorReturn<Id extends EntryId>(
  row: RuledEntry<Id>,
  proposal: ProposalBuilder<Id>,
): void {
  if (row.rule === 'prior_return.credit_balance') proposal.toBox(131, row);
  else if (row.rule === 'prior_return.advance') proposal.toBox(130, row);
  else proposal.leaveOut('prior_return_reference', row);
}

/** Donations are told by what was given: the credit is a share of it (ET art. 257). */
export function placeCredit<Id extends EntryId>(row: RuledEntry<Id>, proposal: ProposalBuilder<Id>): void {
  if (row.rule === 'credits.donations') proposal.toFact('donations', row);
  else proposal.toBox(122, row);
}
