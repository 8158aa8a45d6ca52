import { classify } from '@accountia/tax-rules';
import type { AnalysisEntry, AnalysisInput } from '../insights/types.ts';

/** A reported fact: what it says and how much; the rest as tax-rules classifies it. Every name and number is invented. */
export interface Fact {
  detail: string;
  amount: bigint;
  reporter?: keyof typeof REPORTERS;
  category?: AnalysisEntry['category'];
  boxes?: number[];
  topes?: number[];
  reportedName?: string;
  additionalInformation?: { key: string; value: string }[];
}

export const TAXPAYER = { documentType: 'CC', number: '1012345649', name: 'VALENTINA QUIROGA SANDOVAL' };

const REPORTERS = {
  employer: { nit: '900555111', name: 'CONFECCIONES ANDINAS S.A.S.' },
  bank: { nit: '860777222', name: 'BANCO DEL ALTIPLANO S.A.' },
  fund: { nit: '800333444', name: 'FONDO DE CESANTIAS AURORA' },
  dian: { nit: '800197268', name: 'DIAN' },
  neighbour: { nit: '52987123', name: 'HORACIO BENAVIDES LUQUE' },
  town: { nit: '891222333', name: 'MUNICIPIO DE VALLE CLARO' },
} as const;

export function declaration(
  facts: Fact[],
  overrides: Partial<Omit<AnalysisInput, 'entries'>> = {},
): AnalysisInput {
  return {
    year: 2025,
    taxpayer: TAXPAYER,
    topes: { '1': 95_000_000n, '2': 120_000_000n, '3': 10_000_000n, '4': 20_000_000n, '5': 15_000_000n },
    ...overrides,
    entries: facts.map(toEntry),
  };
}

function toEntry(fact: Fact, index: number): AnalysisEntry {
  const { detail, amount, reporter = 'employer', boxes = [], topes = [] } = fact;
  const classified = classify({ detail, amount, boxes, topes });
  return {
    id: `entry-${index + 1}`,
    row: 15 + index,
    detail,
    amount,
    category: fact.category ?? classified.category,
    boxes: boxes.length > 0 ? boxes : classified.candidateBoxes,
    topes: classified.topes,
    reporterNit: REPORTERS[reporter].nit,
    reporterName: REPORTERS[reporter].name,
    ...(fact.reportedName === undefined ? {} : { reportedName: fact.reportedName }),
    ...(fact.additionalInformation === undefined
      ? {}
      : { additionalInformation: fact.additionalInformation }),
  };
}

/** An employee with a bank account: the usual return. */
export const EMPLOYEE: Fact[] = [
  { detail: 'Pagos por salarios (2276)', amount: 84_000_000n },
  { detail: 'Aportes obligatorios a salud (2276)', amount: 3_360_000n },
  { detail: 'Aporte obligatorio pensiones y solidaridad (2276)', amount: 3_360_000n },
  { detail: 'Cesantías consignadas al fondo de cesantías (2276)', amount: 7_000_000n },
  { detail: 'Valor ingreso laboral promedio de los últimos seis meses (2276)', amount: 7_000_000n },
  { detail: 'Retención por pagos rentas de trabajo o pensiones (2276)', amount: 1_900_000n },
  { detail: 'Saldo cuentas bancarias (Titular Principal)', amount: 4_500_000n, reporter: 'bank' },
  { detail: 'Intereses y rendimientos financieros pagados (5063)', amount: 600_000n, reporter: 'bank' },
  {
    detail: 'Monto total de facturación electrónica susceptible de beneficio',
    amount: 30_000_000n,
    reporter: 'dian',
  },
];

/** Someone to whom nearly everything happened: together with `EMPLOYEE` it wakes most rules. */
export const EVERYTHING: Fact[] = [
  ...EMPLOYEE,
  { detail: 'Honorarios (5002)', amount: 12_000_000n, reporter: 'neighbour' },
  { detail: 'Pensiones de jubilación, vejez o invalidez (2276)', amount: 30_000_000n, reporter: 'fund' },
  { detail: 'Pagos por alimentación hasta 41 UVT (2276)', amount: 2_000_000n },
  {
    detail: 'Valor total de las cesantías abonadas en el periodo (2274)',
    amount: 7_000_000n,
    reporter: 'fund',
  },
  { detail: 'Aportes a cuentas AFC (2276)', amount: 60_000_000n },
  { detail: 'Aportes a cuentas AFC (1022)', amount: 60_000_000n, reporter: 'bank' },
  { detail: 'Pagos por medicina prepagada', amount: 11_000_000n },
  { detail: 'Intereses de crédito de vivienda', amount: 9_000_000n, reporter: 'bank' },
  { detail: 'Intereses de préstamos educativos ICETEX', amount: 800_000n },
  { detail: 'Gravamen a los movimientos financieros', amount: 400_000n, reporter: 'bank' },
  { detail: 'Valor Total Rendimientos pagados', amount: 600_000n, reporter: 'bank' },
  { detail: 'Arrendamientos (5005)', amount: 18_000_000n, reporter: 'neighbour' },
  { detail: 'Participación o dividendo gravado num. 3 art. 49 (5071)', amount: 70_000_000n },
  { detail: 'Otros ingresos (5016)', amount: 2_000_000n, reporter: 'neighbour' },
  { detail: 'Enajenación de activos fijos', amount: 40_000_000n, reporter: 'neighbour' },
  { detail: 'Loterías, rifas, apuestas y similares (5044)', amount: 5_000_000n, reporter: 'town' },
  { detail: 'Herencias, legados y porción conyugal', amount: 25_000_000n, reporter: 'neighbour' },
  { detail: 'Indemnizaciones por seguros de vida pagadas (5072)', amount: 30_000_000n, reporter: 'bank' },
  { detail: 'Valor avalúo catastral (1476)', amount: 140_000_000n, reporter: 'town' },
  { detail: 'Base del impuesto predial (1476)', amount: 155_000_000n, reporter: 'town' },
  { detail: 'Valor avalúo vehículo (1480)', amount: 48_000_000n, reporter: 'town' },
  { detail: 'Valor total de la inversión, aporte o derecho social (1010)', amount: 7_000_000n },
  { detail: 'Activos Proveedores (2201)', amount: 1_800_000n },
  { detail: 'Cuentas por pagar de clientes (1315)', amount: 3_000_000n, reporter: 'bank' },
  { detail: 'Saldo cuentas bancarias (Titular Secundario)', amount: 900_000n, reporter: 'bank' },
  { detail: 'Saldo cuentas bancarias (Titular Principal)', amount: -250_000n, reporter: 'bank' },
  { detail: 'Total patrimonio bruto declarado en el año anterior', amount: 10_000_000n, reporter: 'dian' },
  { detail: 'Total saldo a favor', amount: 320_000n, reporter: 'dian' },
  { detail: 'Anticipo por el año gravable siguiente', amount: 150_000n, reporter: 'dian' },
  { detail: 'Donaciones', amount: 2_000_000n, reporter: 'fund' },
  { detail: 'Impuestos pagados en el exterior', amount: 1_000_000n },
  { detail: 'Retención en la fuente por otros conceptos', amount: 90_000n, reporter: 'dian' },
  {
    detail: 'Total consumos o gastos con tarjeta Crédito o Débito (1023)',
    amount: 3_000_000n,
    reporter: 'bank',
  },
  {
    detail: 'Documentos soporte de adquisiciones a no obligados a facturar',
    amount: 1_000_000n,
    reporter: 'dian',
  },
  { detail: 'Concepto que nadie conoce', amount: 777_000n },
  { detail: 'Concepto extraño con casilla', amount: 55_000n, boxes: [74] },
  { detail: 'Pagos por prestaciones sociales (2276)', amount: -10_000n },
  { detail: 'Servicios (5004)', amount: 500_000n, reporter: 'bank', reportedName: 'RAMIRO ESCOBAR TIRADO' },
  { detail: 'Comisiones (5003)', amount: 250_000n, reporter: 'town' },
  { detail: 'Comisiones (5003)', amount: 250_000n, reporter: 'town' },
];

/** Someone who works on her own account and trades: what employees do not have. */
export const TRADER: Fact[] = [
  { detail: 'Honorarios (5002)', amount: 90_000_000n, reporter: 'neighbour' },
  { detail: 'Compra de activos movibles (5007)', amount: 85_000_000n, reporter: 'bank' },
  { detail: 'Siniestros por daño emergente pagados (5048)', amount: 14_000_000n, reporter: 'bank' },
  { detail: 'Ingreso distribuido (4070)', amount: 6_000_000n, reporter: 'fund' },
  { detail: 'Arrendamientos (5005)', amount: 9_000_000n, reporter: 'neighbour' },
  { detail: 'CDT Rendimientos Pagados (1020)', amount: 2_000_000n, reporter: 'town' },
  { detail: 'Venta de vivienda: enajenación de inmueble', amount: 200_000_000n, reporter: 'neighbour' },
  { detail: 'Saldo de préstamos hipotecarios de vivienda (1026)', amount: 95_000_000n, reporter: 'bank' },
  {
    detail: 'Suma valor total facturas tras ajustes por notas',
    amount: 40_000_000n,
    reporter: 'dian',
    category: 'purchases',
  },
  { detail: 'Donaciones', amount: 900_000_000n, reporter: 'fund' },
  { detail: 'Total patrimonio bruto declarado en el año anterior', amount: 900_000_000n, reporter: 'dian' },
];

/** Someone with money outside the country, and a pension above what is exempt. */
export const ABROAD: Fact[] = [
  { detail: 'Pensiones de jubilación, vejez o invalidez (2276)', amount: 700_000_000n, reporter: 'fund' },
  { detail: 'Indemnización sustitutiva de pensión', amount: 30_000_000n, reporter: 'fund' },
  { detail: 'Dividendos de sociedades del exterior', amount: 20_000_000n, reporter: 'bank' },
  { detail: 'Intereses pagados desde el exterior', amount: 3_000_000n, reporter: 'bank' },
  { detail: 'Saldo cuentas bancarias en el exterior', amount: 150_000_000n, reporter: 'bank' },
  { detail: 'Saldo criptoactivos a 31 de diciembre', amount: 12_000_000n, reporter: 'bank' },
  { detail: 'Saldo de cesantías a 31 de diciembre', amount: 9_000_000n, reporter: 'fund' },
  { detail: 'Apoyo económico educativo condonado del Estado', amount: 11_000_000n, reporter: 'town' },
  { detail: 'Cotización voluntaria al RAIS', amount: 4_000_000n, reporter: 'fund' },
  { detail: 'Intereses de crédito', amount: 1_500_000n, reporter: 'bank' },
  { detail: 'Pagos por salarios (2276)', amount: 50_000_000n },
  { detail: 'Pagos por salarios (2276)', amount: 40_000_000n, reporter: 'town' },
  { detail: 'Retención por pagos rentas de trabajo o pensiones (2276)', amount: 60_000_000n },
];
