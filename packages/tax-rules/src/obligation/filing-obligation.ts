import { formatPesos, groupThousands } from '../money.ts';
import type { TopeAmounts, TopeComparison } from './topes.ts';
import { compareTopes } from './topes.ts';

export type FilingReason =
  | { readonly code: 'tope_exceeded' | 'tope_near_edge' | 'tope_not_reported'; readonly tope: TopeComparison }
  | { readonly code: 'vat_responsible' | 'vat_unknown' | 'below_all_topes' };

export interface FilingObligation {
  /**
   * `unknown` when nothing obliges but a fact that could is missing or falls between the exact and the
   * rounded limit.
   */
  readonly obligated: boolean | 'unknown';
  readonly reasons: readonly FilingReason[];
  /** Articles of the Estatuto Tributario applied. */
  readonly articles: readonly string[];
}

/**
 * Whether a resident natural person must file (ET arts. 592 and 594-3), by what the report shows. One
 * exceeded criterion is enough.
 * The report only holds what third parties told: income nobody reported may still oblige.
 * @param vatResponsible from `vatResponsibility` or the user; undefined when not known
 * @throws {TaxRulesError} `unknown_year`
 */
export function filingObligation(
  topes: TopeAmounts,
  year: number,
  vatResponsible?: boolean,
): FilingObligation {
  const comparisons = compareTopes(topes, year);
  const obliging: FilingReason[] = [];
  const doubtful: FilingReason[] = [];
  for (const tope of comparisons) {
    if (!tope.reported) doubtful.push({ code: 'tope_not_reported', tope });
    else if (tope.exceeded !== tope.exceededByRounded) doubtful.push({ code: 'tope_near_edge', tope });
    else if (tope.exceeded) obliging.push({ code: 'tope_exceeded', tope });
  }
  if (vatResponsible) obliging.push({ code: 'vat_responsible' });
  if (obliging.length > 0) return answer(true, obliging);
  if (vatResponsible === undefined) doubtful.push({ code: 'vat_unknown' });
  return doubtful.length > 0 ? answer('unknown', doubtful) : answer(false, [{ code: 'below_all_topes' }]);
}

function answer(obligated: boolean | 'unknown', reasons: readonly FilingReason[]): FilingObligation {
  const articles = new Set(reasons.flatMap((reason) => ('tope' in reason ? [reason.tope.article] : ['592'])));
  if (obligated === false) articles.add('594-3');
  return { obligated, reasons, articles: [...articles].sort() };
}

/** A reason in Colombian Spanish, one sentence. */
export function describeFilingReason(reason: FilingReason): string {
  switch (reason.code) {
    case 'vat_responsible':
      return 'El RUT lo muestra como responsable del IVA, y eso obliga a declarar (art. 592 del E.T.).';
    case 'vat_unknown':
      return 'El reporte no dice si es responsable del IVA: si lo es, debe declarar aunque no supere ningún tope (art. 592 del E.T.).';
    case 'below_all_topes':
      return 'No supera ningún tope ni es responsable del IVA, según lo que reportaron los terceros (arts. 592 y 594-3 del E.T.).';
    case 'tope_not_reported':
      return `El reporte no trae el total de ${inSentence(reason.tope)}; el tope es ${limitOf(reason.tope)}.`;
    case 'tope_near_edge':
      return (
        `${reason.tope.label}: ${formatPesos(reason.tope.amount)} queda entre el tope exacto (${formatPesos(reason.tope.limit)}) ` +
        `y el redondeado (${formatPesos(reason.tope.roundedLimit)}). Revise la cifra antes de decidir.`
      );
    case 'tope_exceeded':
      return (
        `${reason.tope.label}: ${formatPesos(reason.tope.amount)} ` +
        `${reason.tope.comparator === '>=' ? 'alcanza o supera' : 'supera'} el tope de ${limitOf(reason.tope)} ` +
        `(art. ${reason.tope.article} del E.T.).`
      );
  }
}

function limitOf(tope: TopeComparison): string {
  return `${formatPesos(tope.limit)} (${groupThousands(String(tope.limitUvt))} UVT)`;
}

function inSentence(tope: TopeComparison): string {
  return tope.label.charAt(0).toLowerCase() + tope.label.slice(1);
}
