import { aboutEntries, countedIn, share, total, type AnalysisContext, type Rule } from '../context.ts';
import { formatPesos, percent, rows, uvt } from '../phrases.ts';
import type { AnalysisEntry } from '../types.ts';
import { SALES_CONCEPTS } from './special-income.ts';

export const YIELD_CONCEPTS: readonly string[] = [
  'capital.cdt_yields',
  'capital.fund_yields',
  'capital.interest',
  'capital.total_yields',
  'capital.severance_fund_yields',
];

function yields({ ofConcept }: AnalysisContext): AnalysisEntry[] {
  return ofConcept(...YIELD_CONCEPTS).filter((entry) => entry.category === 'capital_income');
}

const inflationaryYield = aboutEntries('inflationary_yield', yields, (found, context) => {
  const { law, year } = context;
  // A total beside the rows of its holders is the same money.
  const entries = countedIn(context, 58, found);
  const { value: rate, provisional } = law.inflationaryYield;
  const sum = total(entries);
  if (rate === null || rate === 0 || sum <= 0n) return null;
  return {
    kind: 'recommendation',
    severity: 'info',
    title: `El ${percent(rate)} de sus rendimientos no paga impuesto`,
    body:
      `Recibió rendimientos financieros por ${formatPesos(sum)}. El componente inflacionario del año gravable ${year} es el ${percent(rate)}: ` +
      `hasta ${formatPesos(share(sum, rate))} no son renta, si los pagaron entidades vigiladas o son títulos de deuda pública.` +
      (provisional ? ' El porcentaje está por confirmar en el decreto del año.' : ''),
    action:
      'Use el valor no gravado que traen los certificados de cada entidad; si no lo traen, aplique el porcentaje del decreto.',
    amount: share(sum, rate),
    box: 59,
    cites: ['componente-inflacionario', 'et-38', 'et-40-1'],
    confidence: provisional ? 'low' : 'medium',
  };
});

const rentCosts = aboutEntries(
  'rent_costs',
  ({ ofConcept }) => ofConcept('capital.rent'),
  (entries) => ({
    kind: 'recommendation',
    severity: 'info',
    title: 'Arriendos: declare el ingreso y busque sus costos',
    body:
      `Le informan arrendamientos por ${formatPesos(total(entries))}. Son rentas de capital; pueden restarse los costos y gastos del inmueble arrendado ` +
      'que estén soportados, y quizá haya cánones que nadie informó.',
    action:
      'Reúna contratos, facturas de reparaciones y administración, el predial pagado y los pagos por medios bancarios.',
    amount: total(entries),
    box: 58,
    cites: ['et-335', 'et-107', 'et-771-2', 'et-771-5'],
    confidence: 'medium',
  }),
);

/** Dividends of foreign companies have a rate of their own, and a rule. */
function domesticDividends({ inCategory, ofConcept }: AnalysisContext): AnalysisEntry[] {
  const foreign = new Set(ofConcept('dividends.foreign').map((entry) => entry.id));
  return inCategory('dividends').filter((entry) => !foreign.has(entry.id));
}

const dividendsByType = aboutEntries(
  'dividends_by_type',
  domesticDividends,
  (entries, { ofConcept, law }) => {
    const untaxed = total(ofConcept('dividends.numeral_3'));
    const taxed = total(ofConcept('dividends.paragraph_2'));
    const rate = law.dividends.value.paragraph2RateBasisPoints;
    const table =
      law.dividends.value.numeral3 === 'general_table'
        ? 'los del numeral 3 del artículo 49 se suman a la base de la tabla general'
        : 'los del numeral 3 del artículo 49 pagan en una tabla propia';
    return {
      kind: 'recommendation',
      severity: 'warning',
      title: 'Separe los dividendos según su origen',
      body:
        `Le informan dividendos por ${formatPesos(total(entries))}: ${formatPesos(untaxed)} del numeral 3, ${formatPesos(taxed)} del parágrafo 2 y ` +
        `${formatPesos(total(entries) - untaxed - taxed)} sin esa distinción. En el año, ${table}; los del parágrafo 2 pagan primero el ${percent(rate)}.`,
      action:
        'Pida a cada sociedad el certificado de dividendos, que dice el año de la utilidad y qué parte es gravada.',
      amount: total(entries),
      box: 107,
      cites: ['et-242', 'et-49', 'et-343', 'et-342'],
      confidence: 'medium',
    };
  },
);

const dividendCredit = aboutEntries('dividend_credit', domesticDividends, (entries, { law }) => {
  const { creditBasisPoints, creditOverUvt } = law.dividends.value;
  if (creditBasisPoints === null || creditOverUvt === null) return null;
  const threshold = BigInt(creditOverUvt) * law.uvt.value;
  const excess = total(entries) - threshold;
  if (excess <= 0n) return null;
  return {
    kind: 'recommendation',
    severity: 'info',
    title: `Descuento del ${percent(creditBasisPoints)} por dividendos`,
    body:
      `Sus dividendos (${formatPesos(total(entries))}) pasan de ${uvt(creditOverUvt)} (${formatPesos(threshold)}). Sobre el exceso de ${formatPesos(excess)} ` +
      `puede descontar del impuesto el ${percent(creditBasisPoints)}: hasta ${formatPesos(share(excess, creditBasisPoints))}.`,
    action:
      'Calcúlelo sobre los dividendos que entran a la tabla general, con los certificados de las sociedades.',
    amount: share(excess, creditBasisPoints),
    box: 124,
    cites: ['et-254-1', 'et-242'],
    confidence: 'low',
  };
});

/** Non-labour income whose wording says what it is: rules of their own say what to do. */
const TOLD_APART = [...SALES_CONCEPTS, 'non_labour.insurance_claims', 'non_labour.third_party_income'];

const nonLabourIncome = aboutEntries(
  'non_labour_income',
  ({ inCategory, ofConcept }) => {
    const told = new Set(ofConcept(...TOLD_APART).map((entry) => entry.id));
    return inCategory('non_labour_income').filter((entry) => !told.has(entry.id));
  },
  (entries) => ({
    kind: 'warning',
    severity: 'warning',
    title: 'Otros ingresos: aclare de qué son',
    body:
      `Le informan ${formatPesos(total(entries))} como otros ingresos (${rows(entries)}). Son rentas no laborales salvo que en realidad sean ` +
      'trabajo, capital, una ganancia ocasional o un ingreso de otra persona.',
    action:
      'Pregunte al informante el concepto y guarde el contrato o la factura; si son suyos, reste los costos que pueda probar.',
    amount: total(entries),
    box: 74,
    cites: ['et-335', 'et-26', 'et-107'],
    confidence: 'medium',
  }),
);

export const CAPITAL_AND_DIVIDEND_RULES: readonly Rule[] = [
  inflationaryYield,
  rentCosts,
  dividendsByType,
  dividendCredit,
  nonLabourIncome,
];
