import type { Category } from '../categories.ts';
import { classify } from '../classification/classify.ts';
import type { Classification } from '../classification/types.ts';
import { compareNames } from '../findings/names.ts';
import { byId } from '../findings/order.ts';
import type { EntryId, ReviewEntry, RuledEntry } from '../findings/types.ts';
import { remember } from '../text/remember.ts';
import { ProposalBuilder } from './builder.ts';
import {
  contributionBox,
  placeCapitalIncome,
  placeCredit,
  placeDeduction,
  placeDividends,
  placeFees,
  placeGain,
  placePriorReturn,
  savingsBox,
} from './place-row.ts';
import type { IncomeKinds } from './place-row.ts';
import { mayBeShared, noteDoubts } from './doubts.ts';
import {
  placeRealEstate,
  placeSeverance,
  placeVoluntarySavings,
  repeatedYields,
  shareOfPercent,
} from './reported-twice.ts';
import type { BoxProposal, ProposalDecisions, ProposedDeclaration } from './types.ts';

const THRESHOLDS: ReadonlySet<Category> = new Set(['card_spending', 'deposits_investments', 'purchases']);
/** Where a negative figure would invent income or wealth lost: a correction that a person must look at. */
const NEVER_NEGATIVE: ReadonlySet<Category> = new Set([
  'labour_income',
  'fees_income',
  'pension_income',
  'capital_income',
  'non_labour_income',
  'dividends',
  'occasional_gains',
  'severance',
  'assets',
]);
const DEBTS = 30;
const REAL_ESTATE: ReadonlySet<string> = new Set(['assets.cadastral_value', 'assets.property_tax_base']);
const YIELD_EXCEPTIONS: ReadonlySet<string> = new Set(['capital.rent', 'capital.royalties']);

/**
 * Proposes the boxes and facts of a draft from classified entries, with the rows behind each.
 * Where the report leaves a doubt it takes the side that does not lower the tax, lists the choice as an
 * assumption that a decision flips, and drops nothing in silence: rows that add to nothing come in
 * `leftOut` with the reason. Suspected duplicates are kept and told.
 * The answer does not depend on the order of the entries, whose ids must be unique.
 * @throws {TaxRulesError} `invalid_input` for a decision that is not one of its options
 */
export function proposeBoxes<Id extends EntryId>(
  declaration: ProposedDeclaration<Id>,
  decisions: ProposalDecisions<Id> = {},
): BoxProposal<Id> {
  return createProposer(declaration)(decisions);
}

/**
 * {@link proposeBoxes} of one declaration for whoever asks what it would be under several decisions: the entries are read once.
 * Entries that change afterwards are not seen.
 */
export function createProposer<Id extends EntryId>({
  year,
  taxpayerName,
  entries,
}: ProposedDeclaration<Id>): (decisions?: ProposalDecisions<Id>) => BoxProposal<Id> {
  const rows = entries.map((entry) => withRule(entry, classify(entry))).sort(byId);
  const ids = new Set(rows.map(({ id }) => id));
  const shared = new Set(rows.filter(mayBeShared).map(({ id }) => id));
  const isTaxpayer = remember(
    (name: string) => name,
    (name) => taxpayerName.trim() === '' || compareNames(taxpayerName, name).samePerson,
  );
  return (decisions = {}) => {
    const proposal = new ProposalBuilder<Id>(decisions);
    placeRows(rows, isTaxpayer, shared, proposal);
    return proposal.finish(year, ids);
  };
}

function placeRows<Id extends EntryId>(
  rows: readonly RuledEntry<Id>[],
  isTaxpayer: (name: string) => boolean,
  shared: ReadonlySet<Id>,
  proposal: ProposalBuilder<Id>,
): void {
  const usable = rows
    .filter((row) => isUsable(row, isTaxpayer, proposal))
    .map((row) => withDecidedShare(row, proposal));
  const kinds = incomeKinds(usable, proposal);
  const yields = usable.filter(
    ({ category, rule }) => category === 'capital_income' && !YIELD_EXCEPTIONS.has(rule),
  );
  const repeated = repeatedYields(yields, proposal);
  placeSeverance(ofCategory(usable, 'severance'), proposal);
  placeVoluntarySavings(ofCategory(usable, 'voluntary_savings'), savingsBox(kinds), proposal);
  placeRealEstate(
    ofCategory(usable, 'assets').filter(({ rule }) => REAL_ESTATE.has(rule)),
    proposal,
  );
  for (const row of usable) if (!repeated.has(row)) placeAlone(row, kinds, proposal);
  noteDoubts(usable, kinds, shared, proposal);
}

function withRule<Id extends EntryId>(
  entry: ReviewEntry<Id>,
  classification: Classification,
): RuledEntry<Id> {
  // A person's correction overrules the wording: its rule no longer tells what the row is.
  const rule = classification.category === entry.category ? classification.rule : `person.${entry.category}`;
  return { ...entry, rule, effectiveTopes: classification.topes };
}

/** Real estate takes its share where its two values are compared. */
function withDecidedShare<Id extends EntryId>(
  row: RuledEntry<Id>,
  proposal: ProposalBuilder<Id>,
): RuledEntry<Id> {
  const percent = proposal.decisionOn(row.id)?.sharePercent;
  if (percent === undefined || REAL_ESTATE.has(row.rule)) return row;
  return { ...row, amount: shareOfPercent(row.amount, percent) };
}

/** Leaves out what cannot count, and applies what a person decided about the row. */
function isUsable<Id extends EntryId>(
  row: RuledEntry<Id>,
  isTaxpayer: (name: string) => boolean,
  proposal: ProposalBuilder<Id>,
): boolean {
  const decision = proposal.decisionOn(row.id);
  if (decision?.use === 'exclude') return leave('excluded_by_person');
  const name = row.reportedName?.trim();
  if (name && !isTaxpayer(name) && decision?.use !== 'include') {
    proposal.assumeRows(
      'another_name',
      'exclude',
      [row],
      'La fila viene con el número del contribuyente y otro nombre: no se cuenta hasta que se confirme.',
      [],
    );
    return leave('another_name');
  }
  if (decision?.box !== undefined) {
    const amount = shareOfPercent(row.amount, decision.sharePercent ?? 100);
    proposal.toBox(decision.box, row, decision.box === DEBTS ? sizeOf(amount) : amount);
    return false;
  }
  if (row.amount === 0n) return leave('zero');
  if (row.category === 'unclassified') return leave('unclassified');
  if (row.rule === 'reference.six_month_average') {
    proposal.toFact('averageMonthlyIncome', row);
    return false;
  }
  if (row.rule === 'reference.support_documents') return placeSupportDocuments(row, proposal);
  if (row.category === 'reference') return leave('informative');
  if (THRESHOLDS.has(row.category)) return leave('threshold_only');
  if (row.amount < 0n && NEVER_NEGATIVE.has(row.category) && decision?.use !== 'include')
    return leave('negative_amount');
  return true;

  function leave(reason: Parameters<typeof proposal.leaveOut>[0]): false {
    proposal.leaveOut(reason, row);
    return false;
  }
}

function placeSupportDocuments<Id extends EntryId>(
  row: RuledEntry<Id>,
  proposal: ProposalBuilder<Id>,
): false {
  if (proposal.choice('supportDocuments') === 'include') proposal.toBox(74, row);
  else proposal.leaveOut('support_documents_overlap', row);
  proposal.assume(
    'support_documents_overlap',
    'supportDocuments',
    [row],
    'Los documentos soporte repiten ventas que los compradores reportan: no se suman; inclúyalos si son mayores.',
    ['26', '771-2'],
  );
  return false;
}

/** Places a row that no rule about several rows has taken. */
function placeAlone<Id extends EntryId>(
  row: RuledEntry<Id>,
  kinds: IncomeKinds,
  proposal: ProposalBuilder<Id>,
): void {
  switch (row.category) {
    case 'labour_income':
      return proposal.toBox(32, row);
    case 'fees_income':
      return placeFees(row, proposal);
    case 'pension_income':
      return proposal.toBox(99, row);
    case 'capital_income':
      return placeCapitalIncome(row, proposal);
    case 'non_labour_income':
      return proposal.toBox(74, row);
    case 'dividends':
      return placeDividends(row, proposal);
    case 'occasional_gains':
      return placeGain(row, proposal);
    case 'mandatory_contributions':
      return proposal.toBox(contributionBox(row, kinds, proposal), row);
    case 'deductions':
      return placeDeduction(row, proposal);
    case 'tax_credits':
      return placeCredit(row, proposal);
    case 'assets':
      return REAL_ESTATE.has(row.rule) ? undefined : proposal.toBox(29, row);
    case 'liabilities':
      // A report writes an overdraft as a negative balance: the debt is its size.
      return proposal.toBox(DEBTS, row, sizeOf(row.amount));
    case 'withholdings':
      return proposal.toBox(132, row);
    case 'e_invoice_benefit':
      return proposal.toFact('eInvoicePurchases', row);
    case 'prior_return':
      return placePriorReturn(row, proposal);
    case 'severance':
    case 'voluntary_savings':
    case 'card_spending':
    case 'deposits_investments':
    case 'purchases':
    case 'reference':
    case 'unclassified':
      return undefined;
  }
}

function sizeOf(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

function incomeKinds<Id extends EntryId>(
  rows: readonly RuledEntry<Id>[],
  proposal: ProposalBuilder<Id>,
): IncomeKinds {
  const has = (...categories: readonly Category[]) =>
    rows.some(({ category }) => categories.includes(category));
  const fees = proposal.choice('fees');
  return {
    labour: has('labour_income', 'severance') || (fees === 'without_costs' && has('fees_income')),
    feesWithCosts: fees === 'with_costs' && has('fees_income'),
    capital: has('capital_income'),
    nonLabour: has('non_labour_income') || (fees === 'non_labour' && has('fees_income')),
    pensionPayers: new Set(ofCategory(rows, 'pension_income').map(({ reporterNit }) => reporterNit)),
  };
}

function ofCategory<Id extends EntryId>(rows: readonly RuledEntry<Id>[], wanted: Category): RuledEntry<Id>[] {
  return rows.filter(({ category }) => category === wanted);
}
