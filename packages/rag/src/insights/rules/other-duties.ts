import { KNOWN_YEARS, uvtToPesos } from '@accountia/tax-rules';
import { ids, total, totalOwed, type Rule } from '../context.ts';
import { NEAR_LIMIT_PERCENT } from '../legal-values.ts';
import { formatPesos, uvt } from '../phrases.ts';
import { isAbroad, SALES_CONCEPTS } from './special-income.ts';

const residence: Rule = {
  codes: ['residence_to_confirm'],
  find: ({ input }) =>
    FOREIGN_DOCUMENT.test(input.taxpayer.documentType.trim())
      ? [
          {
            code: 'residence_to_confirm',
            kind: 'warning',
            severity: 'warning',
            title: 'Confirme si es residente fiscal en Colombia',
            body:
              'Se identifica con un documento de extranjero. Es residente quien permanece más de 183 días, continuos o no, en 365 días: declara sus rentas de todo el mundo ' +
              'en el formulario 210. Quien no lo es declara solo lo de fuente nacional, en el formulario 110 y con otras tarifas.',
            action: 'Cuente los días de entrada y salida antes de escoger el formulario.',
            entryIds: [],
            cites: ['et-10', 'et-9'],
            confidence: 'medium',
          },
        ]
      : [],
};

const FOREIGN_DOCUMENT = /extranj|pasap|passport|^c\.?\s*e\.?$|^t\.?\s*e\.?$|^pep$|^ppt$/iu;

const vatThreshold: Rule = {
  codes: ['vat_threshold_reached', 'vat_threshold_near'],
  find({ inCategory, ofConcept, law, obligation }) {
    if (obligation.reasons.some(({ code }) => code === 'vat_responsible')) return [];
    const activity = [...inCategory('fees_income'), ...ofConcept(...SALES_CONCEPTS)];
    const limit = BigInt(law.thresholds.vatResponsibleUvt.value) * law.uvt.value;
    const earned = total(activity);
    const reached = earned >= limit;
    if (!reached && earned * 100n < limit * BigInt(NEAR_LIMIT_PERCENT)) return [];
    return [
      {
        code: reached ? 'vat_threshold_reached' : 'vat_threshold_near',
        kind: 'warning',
        severity: reached ? 'critical' : 'warning',
        title: reached
          ? 'Sus ingresos llegan al límite de responsable del IVA'
          : 'Está cerca del límite de responsable del IVA',
        body:
          `Le informan ${formatPesos(earned)} de servicios y ventas; el límite son ${uvt(law.thresholds.vatResponsibleUvt.value)} (${formatPesos(limit)}). ` +
          (reached
            ? 'Si la actividad está gravada, debe inscribirse como responsable, facturar con IVA y declararlo.'
            : 'Si lo alcanza con una actividad gravada, se vuelve responsable.'),
        action: 'Determine si lo que vende o presta está gravado y actualice el RUT si corresponde.',
        amount: earned,
        entryIds: ids(activity),
        cites: ['et-437-p3'],
        confidence: 'medium',
      },
    ];
  },
};

/** RUT responsibility of those who pay the unified tax of the SIMPLE regime. */
const SIMPLE = /responsabilidad(?: rut)? (?:no\.? |n[uú]mero )?0*47\b|r[eé]gimen simple/iu;

/** Below this a person rarely owes income tax, so there is nothing to compare. */
const INDEPENDENT_WORTH_COMPARING_UVT = 1400n; // our own threshold: the one that obliges to file

const simpleRegime: Rule = {
  codes: ['simple_regime', 'simple_regime_option'],
  find({ input, inCategory, ofConcept, law }) {
    const markers = input.entries.filter((entry) => SIMPLE.test(entry.detail));
    if (markers.length > 0) {
      return [
        {
          code: 'simple_regime',
          kind: 'warning',
          severity: 'critical',
          title: 'Está en el régimen SIMPLE: no es el formulario 210',
          body: 'El RUT lo muestra en el régimen simple de tributación. Los ingresos de ese régimen no pagan el impuesto de renta ordinario: se declaran en la declaración anual consolidada del SIMPLE.',
          action:
            'Confirme en el RUT desde cuándo está en el régimen y presente la declaración que corresponde.',
          entryIds: ids(markers),
          cites: ['et-905', 'et-909'],
          confidence: 'high',
        },
      ];
    }
    const activity = [...inCategory('fees_income'), ...ofConcept(...SALES_CONCEPTS)];
    const earned = total(activity);
    const uvtValue = law.uvt.value;
    const independent = earned > total(inCategory('labour_income', 'pension_income'));
    const inRange =
      earned >= INDEPENDENT_WORTH_COMPARING_UVT * uvtValue &&
      earned < BigInt(law.thresholds.simpleRegimeUvt.value) * uvtValue;
    if (!independent || !inRange) return [];
    return [
      {
        code: 'simple_regime_option',
        kind: 'recommendation',
        severity: 'info',
        title: 'Compare con el régimen SIMPLE para los años siguientes',
        body:
          `Sus ingresos son sobre todo de actividades independientes (${formatPesos(earned)}) y no pasan de ${uvt(law.thresholds.simpleRegimeUvt.value)}. ` +
          'Quien tiene una empresa puede optar por el SIMPLE, que paga sobre el ingreso bruto y sin costos: conviene según su margen y su actividad.',
        action:
          'Haga la cuenta con sus costos; se opta en el RUT hasta el último día hábil de febrero del año en que empieza.',
        amount: earned,
        entryIds: ids(activity),
        cites: ['et-905', 'et-909'],
        confidence: 'low',
      },
    ];
  },
};

/** Year whose first of January follows the taxable year, with the last UVT known. */
function nextFirstOfJanuary(year: number): { year: number; uvtYear: number; provisional: boolean } {
  const known = KNOWN_YEARS.includes(year + 1);
  return { year: year + 1, uvtYear: known ? year + 1 : year, provisional: !known };
}

const foreignAssets: Rule = {
  codes: ['foreign_assets', 'foreign_assets_return'],
  find({ inCategory, law, year }) {
    const abroad = inCategory('assets').filter((entry) => isAbroad(entry.detail));
    const value = total(abroad);
    if (value <= 0n) return [];
    const first = nextFirstOfJanuary(year);
    const { returnUvt } = law.thresholds.foreignAssets.value;
    const limit = uvtToPesos(returnUvt, first.uvtYear);
    const obliged = value > limit;
    return [
      {
        code: obliged ? 'foreign_assets_return' : 'foreign_assets',
        kind: 'warning',
        severity: obliged ? 'critical' : 'warning',
        title: obliged
          ? 'Debe presentar también la declaración de activos en el exterior'
          : 'Tiene activos en el exterior: van en su patrimonio',
        body:
          `Le informan activos en el exterior por ${formatPesos(value)}. La declaración anual de activos en el exterior obliga cuando el 1 de enero de ${first.year} ` +
          `valen más de ${uvt(returnUvt)} (${formatPesos(limit)}${first.provisional ? ', con la última UVT conocida' : ''}). En renta se declaran siempre.`,
        action: obliged
          ? 'Presente el formulario 160 a más tardar el día en que vence su declaración de renta.'
          : 'Declárelos en el patrimonio bruto y sume los que el reporte no trae, que pueden hacerlo pasar del límite.',
        amount: value,
        box: 29,
        entryIds: ids(abroad),
        cites: ['et-607', 'et-261', 'et-9'],
        confidence: first.provisional ? 'low' : 'medium',
      },
    ];
  },
};

// The tax of 1 January 2023 fell on what was owned when 2022 ended; the corpus holds its law from 2023 on.
const FIRST_YEAR_OF_PATRIMONY_TAX_CITED = 2023;

const patrimonyTax: Rule = {
  codes: ['patrimony_tax', 'patrimony_tax_near'],
  find({ input, inCategory, law, year }) {
    const { value: table, provisional } = law.patrimonyTax;
    const gross = input.topes['2'];
    const taxedFrom = table?.[1]?.fromUvt;
    if (gross === undefined || taxedFrom === undefined || year < FIRST_YEAR_OF_PATRIMONY_TAX_CITED) return [];
    const first = nextFirstOfJanuary(year);
    const limit = uvtToPesos(taxedFrom, first.uvtYear);
    const net = gross - totalOwed(inCategory('liabilities'));
    const reached = net >= limit;
    if (!reached && net * 100n < limit * BigInt(NEAR_LIMIT_PERCENT)) return [];
    const unsure = provisional === true || first.provisional;
    return [
      {
        code: reached ? 'patrimony_tax' : 'patrimony_tax_near',
        kind: 'warning',
        severity: reached ? 'critical' : 'warning',
        title: reached
          ? `Podría deber el impuesto al patrimonio de ${first.year}`
          : `Está cerca del impuesto al patrimonio de ${first.year}`,
        body:
          `El patrimonio líquido informado es ${formatPesos(net)}; el impuesto lo causa el que se tiene el 1 de enero de ${first.year} desde ${uvt(taxedFrom)} (${formatPesos(limit)}). ` +
          'De la base se excluye, hasta un límite, la vivienda de habitación.' +
          (unsure ? ' Las cifras de ese año están por confirmar.' : ''),
        action:
          'Calcule el patrimonio líquido al 1 de enero con el valor fiscal de cada bien; el impuesto se declara en mayo.',
        amount: net,
        box: 31,
        entryIds: [],
        cites: ['et-292-3', 'et-296-3'],
        confidence: unsure ? 'low' : 'medium',
      },
    ];
  },
};

export const OTHER_DUTY_RULES: readonly Rule[] = [
  residence,
  vatThreshold,
  simpleRegime,
  foreignAssets,
  patrimonyTax,
];
