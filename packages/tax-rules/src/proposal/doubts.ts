import { holdersOf, saysSecondHolder } from '../findings/additional-information.ts';
import { groupBy, withRepeatedAmount } from '../findings/select.ts';
import type { EntryId, RuledEntry } from '../findings/types.ts';
import { readConcept } from '../text/normalize.ts';
import type { ProposalBuilder } from './builder.ts';
import type { IncomeKinds } from './place-row.ts';

/**
 * Tells the choices that concern rows which were counted as they came.
 * @param shared rows that {@link mayBeShared}
 */
export function noteDoubts<Id extends EntryId>(
  rows: readonly RuledEntry<Id>[],
  kinds: IncomeKinds,
  shared: ReadonlySet<Id>,
  proposal: ProposalBuilder<Id>,
): void {
  proposal.assume(
    'fees_choice',
    'fees',
    rows.filter(({ category }) => category === 'fees_income'),
    'Los honorarios y servicios van sin costos, con el 25 % exento: elija costos si los tiene con soporte, o rentas no laborales si vinculó dos o más trabajadores por 90 días.',
    ['206', '336', '340'],
  );
  const contributions = rows.filter(({ category }) => category === 'mandatory_contributions');
  if (kinds.pensionPayers.size > 0) {
    proposal.assume(
      'health_on_pensions',
      'contributions',
      contributions,
      'Los aportes que reporta quien paga la pensión se restan de la pensión (casilla 100); los demás, de su propio ingreso.',
      ['56', '337'],
    );
  }
  proposal.assume(
    'inflationary_part',
    'inflationaryPart',
    rows.filter(({ category, rule }) => category === 'capital_income' && !/rent|royalties/.test(rule)),
    'La parte inflacionaria se resta de los rendimientos de entidades financieras; los demás quedan gravados.',
    ['38', '40-1'],
  );
  proposal.assumeRows(
    'joint_holder',
    'include',
    rows.filter(({ id }) => shared.has(id)),
    'Hay varios titulares: se toma el valor completo; informe su participación si es menor.',
    ['261', '263'],
  );
  for (const repeated of duplicates(rows)) {
    proposal.assumeRows(
      'duplicate_candidate',
      'include',
      repeated,
      'El mismo informante repite concepto y valor: se cuentan todas las filas hasta que se confirme si sobran.',
      [],
    );
  }
}

/** Whether others may own a part of what the row tells. */
export function mayBeShared<Id extends EntryId>(row: RuledEntry<Id>): boolean {
  const mayBe = ['assets', 'liabilities', 'capital_income'].includes(row.category);
  return mayBe && ((holdersOf(row) ?? 1) > 1 || saysSecondHolder(row));
}

/** Same reporter, amount, wording and further information. */
function duplicates<Id extends EntryId>(rows: readonly RuledEntry<Id>[]): RuledEntry<Id>[][] {
  const wordingOf = ({ detail, additionalInformation }: RuledEntry<Id>) => {
    const { text, codes } = readConcept(detail);
    return JSON.stringify([text, codes, additionalInformation ?? []]);
  };
  return [
    ...groupBy(withRepeatedAmount(rows), ({ reporterNit, amount }) => `${reporterNit} ${amount}`).values(),
  ]
    .filter((group) => group.length > 1)
    .flatMap((group) => [...groupBy(group, wordingOf).values()])
    .filter((group) => group.length > 1);
}
