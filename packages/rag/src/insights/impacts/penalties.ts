import { KNOWN_YEARS, parameters, roundLimit, taxOfTable, uvtToPesos } from '@accountia/tax-rules';
import { share, total, type AnalysisContext } from '../context.ts';
import { oneMonthLate, type EstimatedPenalty } from '../late-filing.ts';
import { formatPesos } from '../phrases.ts';
import type { Impact } from '../types.ts';
import { doubtfulRows } from '../rules/expected-result.ts';
import type { Worth } from './worth.ts';

/** The minimum penalty as it is when the return is filed; the last known UVT stands for one that is not published. */
function minimumPenalty({ law, year }: AnalysisContext): bigint {
  const filingYear = KNOWN_YEARS.includes(year + 1) ? year + 1 : year;
  return roundLimit(uvtToPesos(law.penalties.minimumUvt.value, filingYear));
}

function explain(penalty: EstimatedPenalty): string {
  const base = {
    tax: 'el impuesto a cargo del borrador',
    income: 'los ingresos brutos',
    patrimony: 'el patrimonio',
    none: 'la sanción mínima',
  }[penalty.base];
  return (
    `Extemporaneidad de ${penalty.months} ${penalty.months === 1 ? 'mes' : 'meses'} o fracción sobre ${base} (art. 641), ` +
    `con la mínima de ${formatPesos(penalty.minimum)} (art. 639), sin reducción ni intereses` +
    (penalty.provisional ? ' y con la última UVT conocida.' : '.')
  );
}

/** Who has to file and does not do it in time pays at least the first month. */
export const FIRST_MONTH_LATE: Worth = {
  from: 'facts',
  kind: 'risk',
  work: (_insight, context) => {
    const penalty = oneMonthLate(context);
    if (penalty === null) {
      return {
        kind: 'risk',
        amount: minimumPenalty(context),
        basis: 'Sanción mínima (art. 639): sin el número del contribuyente no se conoce el plazo.',
      };
    }
    return { kind: 'risk', amount: penalty.amount, basis: explain(penalty) };
  },
};

export const MINIMUM_IF_OBLIGED: Worth = {
  from: 'facts',
  kind: 'risk',
  work: (_insight, context) => ({
    kind: 'risk',
    amount: minimumPenalty(context),
    basis: 'Sanción mínima (art. 639) por no declarar a tiempo, si con lo que falta resulta obligado.',
  }),
};

/** The amount of the insight is the penalty itself. */
export function penaltyInAmount(basis: string): Worth {
  return {
    from: 'facts',
    kind: 'risk',
    work: ({ amount }): Impact | null => (amount === undefined ? null : { kind: 'risk', amount, basis }),
  };
}

export const CORRECTION: Worth = {
  from: 'draft',
  kind: 'risk',
  basis:
    'Sanción por corregir voluntariamente (art. 644) sobre el mayor impuesto del borrador si esas filas son ingresos, sin bajar de la mínima (art. 639).',
  silentWhenNothing: true,
  work: (estimate, _insight, context) => {
    const more = estimate.taxWith({ plus: { 74: total(doubtfulRows(context)) } }) - estimate.tax;
    if (more <= 0n) return 0n;
    const penalty = share(more, context.law.penalties.correctionBasisPoints.value.voluntary);
    const minimum = minimumPenalty(context);
    return penalty > minimum ? penalty : minimum;
  },
};

/** Filing the return of assets abroad one month late (ET art. 641 par. 1). */
export const FOREIGN_ASSETS_LATE: Worth = {
  from: 'facts',
  kind: 'risk',
  work: ({ amount = 0n }, context) => {
    const { value, provisional } = context.law.thresholds.foreignAssets;
    const penalty = share(amount, value.latePerMonthBasisPoints);
    const minimum = minimumPenalty(context);
    return {
      kind: 'risk',
      amount: penalty > minimum ? penalty : minimum,
      basis:
        `El ${value.latePerMonthBasisPoints / 100} % de los activos por cada mes o fracción de retraso (parágrafo 1 del art. 641), sin bajar de la sanción mínima.`.replace(
          '.',
          ',',
        ) + (provisional ? ' Porcentaje de ese año por confirmar.' : ''),
    };
  },
};

/** The tax that the net patrimony bears, before the part of the home that does not count (ET art. 296-3). */
export const PATRIMONY_TAX: Worth = {
  from: 'facts',
  kind: 'risk',
  work: ({ amount = 0n }, { law, year }) => {
    const table = law.patrimonyTax.value;
    if (table === null) return null;
    const uvtYear = KNOWN_YEARS.includes(year + 1) ? year + 1 : year;
    return {
      kind: 'risk',
      amount: taxOfTable(amount, parameters(uvtYear).uvt.value, table),
      basis:
        'Tabla del art. 296-3 sobre el patrimonio líquido reportado, sin restar la vivienda ni las deudas que no se informaron.' +
        (law.patrimonyTax.provisional || uvtYear !== year + 1 ? ' Cifras por confirmar.' : ''),
    };
  },
};
