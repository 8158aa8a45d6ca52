/** What a concept code of a bulk format stands for. */
export interface BulkConcept {
  readonly code: string;
  readonly name: string;
  /** Candidate boxes of Form 210 for the person it is reported of, where they are sourced. */
  readonly boxes: readonly number[];
}

type Entry = readonly [code: string, name: string, ...boxes: number[]];

/** Formats 1001 and 5247. Codes whose wording has no source are absent. */
const payments: readonly Entry[] = [
  ['5001', 'Salarios y demás pagos laborales', 32],
  ['5002', 'Honorarios', 32, 43],
  ['5003', 'Comisiones', 32, 43],
  ['5004', 'Servicios', 32, 43],
  ['5005', 'Arrendamientos', 58],
  ['5006', 'Intereses y rendimientos financieros causados', 58, 59],
  ['5007', 'Compra de activos movibles'],
  ['5008', 'Compra de activos fijos'],
  ['5010', 'Aportes parafiscales'],
  ['5011', 'Aportes a entidades de salud y riesgos laborales'],
  ['5012', 'Aportes obligatorios para pensiones'],
  ['5013', 'Donaciones'],
  ['5014', 'Donaciones'],
  ['5015', 'Impuestos solicitados como deducción'],
  ['5016', 'Otros costos y deducciones', 74],
  ['5028', 'Devoluciones de pagos'],
  ['5044', 'Loterías, rifas, apuestas y similares'],
  ['5045', 'Retención sobre ingresos de tarjetas'],
  ['5046', 'Compra de activos fijos a personas naturales'],
  ['5053', 'Impuesto de timbre'],
  ['5055', 'Viáticos'],
  ['5056', 'Gastos de representación'],
  ['5063', 'Intereses y rendimientos financieros pagados', 58, 59],
  ['5064', 'Devolución de aportes pensionales'],
  ['5065', 'Devolución de aportes pensionales'],
  ['5066', 'Impuesto nacional al consumo'],
  ['5067', 'Servicios técnicos en el exterior'],
  ['5070', 'Participación o dividendo gravado par. 2 art. 49', 108],
  ['5071', 'Participación o dividendo gravado num. 3 art. 49', 107],
  ['5072', 'Seguros de vida'],
];

/** Format 1003. */
const withholdings: readonly Entry[] = [
  ['1301', 'Retención por salarios'],
  ['1302', 'Retención por ventas'],
  ['1303', 'Retención por servicios'],
  ['1304', 'Retención por honorarios'],
  ['1305', 'Retención por comisiones'],
  ['1306', 'Retención por intereses o rendimientos financieros'],
  ['1307', 'Retención por arrendamientos'],
  ['1308', 'Retención por otros conceptos'],
  ['1309', 'Retención de IVA'],
  ['1310', 'Retención por dividendos y participaciones'],
  ['1311', 'Retención por enajenación de activos fijos de personas naturales'],
  ['1312', 'Retención por ingresos de tarjetas'],
  ['1313', 'Retención por loterías, rifas, apuestas y similares'],
  ['1314', 'Retención por impuesto de timbre'],
  ['1320', 'Retención por dividendos de sociedades'],
];

/** Formats 1007, 1647 and 5248. */
const income: readonly Entry[] = [
  ['4001', 'Ingresos brutos de actividades ordinarias'],
  ['4002', 'Otros ingresos'],
  ['4003', 'Ingresos por intereses'],
  ['4004', 'Ingresos por intereses de créditos hipotecarios'],
  ['4005', 'Ingresos a través de consorcios'],
  ['4006', 'Ingresos a través de mandato'],
  ['4007', 'Ingresos a través de exploración de hidrocarburos y minería'],
  ['4008', 'Ingresos a través de fiducia'],
  ['4009', 'Ingresos a través de terceros'],
  ['4011', 'Ingresos a través de joint venture'],
  ['4012', 'Ingresos a través de cuentas en participación'],
  ['4013', 'Ingresos a través de convenios de cooperación'],
  ['4070', 'Ingreso distribuido'],
];

/** Formats 1008, 1009, 5251 and 5252. */
const balances: readonly Entry[] = [
  ['1315', 'Cuentas por pagar de clientes', 30],
  ['1316', 'Cuentas por cobrar a vinculados', 30],
  ['1317', 'Otras cuentas por cobrar', 30],
  ['1318', 'Provisión de cartera'],
  ['2201', 'Activos Proveedores', 29],
  ['2202', 'Pasivos con vinculados', 29],
  ['2203', 'Obligaciones financieras', 29],
  ['2204', 'Impuestos, gravámenes y tasas'],
  ['2205', 'Pasivos laborales', 29],
  ['2206', 'Otros pasivos', 29],
  ['2207', 'Cálculo actuarial'],
  ['2209', 'Reservas de seguros'],
  ['2214', 'Activos aportes parafiscales', 29],
  ['2215', 'Activos laborales', 29],
];

const concepts: ReadonlyMap<string, BulkConcept> = new Map(
  [...payments, ...withholdings, ...income, ...balances].map(([code, name, ...boxes]) => [
    code,
    { code, name, boxes },
  ]),
);

/** The concept of a code; undefined when its wording has no source. */
export function bulkConcept(code: string): BulkConcept | undefined {
  return concepts.get(code);
}
