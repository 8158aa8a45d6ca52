import { aboutEntries, ids, pesosOf, share, total, type AnalysisContext, type Rule } from '../context.ts';
import { formatPesos, percent, reporters, uvt } from '../phrases.ts';

// The exempt amounts of art. 307, 311-1 and 303-1 in the corpus are those of Ley 2277 of 2022.
const FIRST_YEAR_OF_EXEMPT_AMOUNTS = 2023;

const occasionalGains = aboutEntries(
  'occasional_gains',
  ({ inCategory }) => inCategory('occasional_gains'),
  (entries, { law }) => ({
    kind: 'warning',
    severity: 'warning',
    title: 'Tiene posibles ganancias ocasionales',
    body:
      `Le informan ${formatPesos(total(entries))} de hechos que suelen ser ganancia ocasional. Van aparte de las cédulas, con tarifa del ` +
      `${percent(law.occasionalGains.rate.value)} sobre la ganancia y no sobre el ingreso bruto.`,
    action:
      'Reúna el documento de compra y el de venta, o el de la herencia, donación o premio, para hallar costo, fecha y exención.',
    amount: total(entries),
    box: 112,
    cites: ['et-299', 'et-300', 'et-314'],
    confidence: 'medium',
  }),
);

const fixedAssetSale = aboutEntries(
  'fixed_asset_sale',
  ({ ofConcept }) => ofConcept('gains.fixed_asset_sale'),
  (entries, { law, year }) => ({
    kind: 'recommendation',
    severity: 'warning',
    title: 'Vendió un activo: cuente cuánto tiempo lo tuvo',
    body:
      `Le informan una venta por ${formatPesos(total(entries))}. Con ${law.occasionalGains.holdingYears.value} años o más de posesión es ganancia ocasional; ` +
      'con menos es renta no laboral (casilla 74). Del precio se resta el costo fiscal, que puede ajustarse' +
      (year >= FIRST_YEAR_OF_EXEMPT_AMOUNTS && !entries.some((entry) => isHome(entry.detail))
        ? `. Si era su casa o apartamento de habitación, hasta ${uvt(law.occasionalGains.homeSale.uvt ?? 0)} (${formatPesos(pesosOf(law.occasionalGains.homeSale, year))}) de la utilidad pueden estar exentas.`
        : '.'),
    action:
      'Busque las escrituras de compra y de venta, los avalúos declarados y los comprobantes de mejoras.',
    amount: total(entries),
    box: 112,
    cites:
      year >= FIRST_YEAR_OF_EXEMPT_AMOUNTS && !entries.some((entry) => isHome(entry.detail))
        ? ['et-300', 'et-72', 'et-73', 'et-311-1']
        : ['et-300', 'et-72', 'et-73'],
    confidence: 'medium',
  }),
);

/** Whether the wording says that a home was sold. */
function isHome(detail: string): boolean {
  return /vivienda|\bcasas?\b|apartamento|inmueble|bienes ra[ií]ces/iu.test(detail);
}

const homeSale = aboutEntries(
  'home_sale_exemption',
  ({ ofConcept, year }) =>
    year >= FIRST_YEAR_OF_EXEMPT_AMOUNTS
      ? ofConcept('gains.fixed_asset_sale').filter((entry) => isHome(entry.detail))
      : [],
  (entries, { law, year }) => {
    const limit = law.occasionalGains.homeSale;
    return {
      kind: 'recommendation',
      severity: 'warning',
      title: 'Vendió un inmueble: si era su vivienda, la utilidad puede estar exenta',
      body:
        `${reporters(entries)} informa una venta por ${formatPesos(total(entries))}. Si era su casa o apartamento de habitación, están exentas las primeras ` +
        `${uvt(limit.uvt ?? 0)} (${formatPesos(pesosOf(limit, year))}) de la utilidad, cuando todo el dinero va por una cuenta AFC a otra vivienda o al crédito de la vendida.`,
      action:
        'Compruebe a dónde fue el dinero de la venta; si no pasó por una cuenta AFC ni pagó el crédito, no hay exención.',
      amount: total(entries),
      box: 114,
      cites: ['et-311-1', 'et-300'],
      confidence: 'low',
    };
  },
);

const saleWithholding: Rule = {
  codes: ['fixed_asset_withholding'],
  find({ ofConcept, inCategory, law }) {
    const sales = ofConcept('gains.fixed_asset_sale').filter((entry) => entry.amount > 0n);
    const told = inCategory('withholdings').some((entry) =>
      /enajena|activos? fijos|notari|venta/iu.test(entry.detail),
    );
    if (sales.length === 0 || told) return [];
    const rate = law.thresholds.fixedAssetWithholdingBasisPoints.value;
    return [
      {
        code: 'fixed_asset_withholding',
        kind: 'recommendation',
        severity: 'info',
        title: `Busque la retención del ${percent(rate)} que pagó al vender`,
        body: `Quien vende un inmueble o un vehículo paga antes el ${percent(rate)} del precio, ante el notario o la oficina de tránsito: ${formatPesos(share(total(sales), rate))}. El reporte no la trae y se resta del impuesto.`,
        action: 'Búsquela en la escritura o en el recibo del traspaso y réstela con ese soporte.',
        amount: share(total(sales), rate),
        box: 132,
        entryIds: ids(sales),
        cites: ['et-398', 'et-373'],
        confidence: 'medium',
      },
    ];
  },
};

const lottery = aboutEntries(
  'lottery_prize',
  ({ ofConcept }) => ofConcept('gains.lottery'),
  (entries, { law }) => ({
    kind: 'information',
    severity: 'info',
    title: 'Premios de loterías, rifas y apuestas',
    body: `Le informan premios por ${formatPesos(total(entries))}. Pagan el ${percent(law.occasionalGains.lotteryRate.value)}, que normalmente ya le retuvieron.`,
    action: 'Pida el certificado de retención de quien pagó el premio.',
    amount: total(entries),
    box: 112,
    cites: ['et-317', 'et-381'],
    confidence: 'high',
  }),
);

const inheritance = aboutEntries('inheritance_or_gift', gifts, (entries, { law, year }) => {
  const { inheritance: perHeir, otherGifts } = law.occasionalGains;
  return {
    kind: 'recommendation',
    severity: 'info',
    title: 'Herencia o donación recibida: aplique la exención',
    body:
      `Le informan ${formatPesos(total(entries))} recibidos a título gratuito. A cada heredero o cónyuge le exoneran las primeras ` +
      `${uvt(perHeir.uvt ?? 0)} (${formatPesos(pesosOf(perHeir, year))}); en donaciones, el ${percent(otherGifts.basisPoints ?? 0)} hasta ${uvt(otherGifts.uvt ?? 0)}.`,
    action:
      'Tenga la escritura de la sucesión o de la donación y el valor patrimonial de los bienes el año anterior.',
    amount: total(entries),
    box: 114,
    cites: ['et-302', 'et-307'],
    confidence: 'medium',
  };
});

function gifts({ ofConcept, year }: AnalysisContext) {
  return year >= FIRST_YEAR_OF_EXEMPT_AMOUNTS ? ofConcept('gains.inheritance') : [];
}

const lifeInsurance = aboutEntries(
  'life_insurance',
  ({ ofConcept, year }) => (year >= FIRST_YEAR_OF_EXEMPT_AMOUNTS ? ofConcept('gains.life_insurance') : []),
  (entries, { law, year }) => ({
    kind: 'information',
    severity: 'info',
    title: 'Indemnización de seguro de vida',
    body:
      `Le informan ${formatPesos(total(entries))} de un seguro de vida. Hasta ${uvt(law.occasionalGains.lifeInsurance.uvt ?? 0)} ` +
      `(${formatPesos(pesosOf(law.occasionalGains.lifeInsurance, year))}) están exentos; lo demás paga la tarifa de ganancias ocasionales.`,
    action: 'Guarde la liquidación de la aseguradora.',
    amount: total(entries),
    box: 112,
    cites: ['et-303-1', 'et-314'],
    confidence: 'high',
  }),
);

export const OCCASIONAL_GAIN_RULES: readonly Rule[] = [
  occasionalGains,
  fixedAssetSale,
  homeSale,
  saleWithholding,
  lottery,
  inheritance,
  lifeInsurance,
];
