/**
 * Writes the sample report that `npm run demo` uploads: an invented salaried person, taxable year 2025.
 * Run with `node samples/make-samples.ts`; the output is the same every time.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  buildPersonalReport,
  reportConcept,
  type ReportFact,
} from '../packages/excel-parser/src/testing/index.ts';

const taxpayer = {
  documentTypeLabel: 'C. C.',
  documentType: 'CC',
  number: '1098765401',
  name: 'PEÑARANDA MUÑETÓN LUCÍA INÉS',
};

/** Invented companies, but for DIAN itself, which reports the electronic invoices. */
const reporters = {
  employer: { nit: '899555101', name: 'TEXTILES SIERRA MORADA S.A.S.' },
  formerEmployer: { nit: '899555202', name: 'DISTRIBUIDORA TRES ESQUINAS LTDA' },
  bank: { nit: '899555303', name: 'BANCO DEL PÁRAMO S.A.' },
  secondBank: { nit: '899555404', name: 'BANCO CAÑO AZUL S.A.' },
  fund: { nit: '899555505', name: 'FONDO DE CESANTÍAS ALTIPLANO S.A.' },
  utility: { nit: '899555606', name: 'ENERGÍA EL FRAILEJÓN S.A. E.S.P.' },
  client: { nit: '899555707', name: 'CONSULTORES RÍO VERDE & CÍA S.C.A.' },
  health: { nit: '899555808', name: 'MEDICINA PREPAGADA LA CEIBA S.A.' },
  foundation: { nit: '899555909', name: 'FUNDACIÓN MONTAÑA SUR' },
  store: { nit: '899556010', name: 'ALMACENES GUAYACÁN S.A.' },
  municipality: { nit: '899556111', name: 'MUNICIPIO DE VILLA ÑUSTES' },
  department: { nit: '899556212', name: 'DEPARTAMENTO DEL ALTO CAUCE' },
  dian: { nit: '800197268', name: 'DIRECCIÓN DE IMPUESTOS Y ADUANAS NACIONALES' },
  self: { nit: taxpayer.number, name: taxpayer.name },
} as const;

interface FactOptions extends Partial<ReportFact> {
  /** The same money is in another row, so DIAN's totals count it once. */
  countedElsewhere?: boolean;
}

const totals = new Map<number, bigint>();

function fact(
  reporter: keyof typeof reporters,
  detail: string,
  amount: number,
  options: FactOptions = {},
): ReportFact {
  const { countedElsewhere = false, ...overrides } = options;
  const concept = overrides.boxes ? undefined : reportConcept(detail);
  const result: ReportFact = {
    reporterNit: reporters[reporter].nit,
    reporterName: reporters[reporter].name,
    detail,
    amount: BigInt(amount),
    suggestedUse: concept?.suggestedUse ?? '',
    boxes: concept?.boxes ?? [],
    topes: concept?.topes ?? [],
    additionalInformation:
      concept?.additionalInformation.replace(/#########/, '440001234').replace(/###/, '012') ?? '',
    ...overrides,
  };
  // A debt is no patrimony.
  if (!countedElsewhere && result.amount > 0n) {
    for (const tope of result.topes) totals.set(tope, (totals.get(tope) ?? 0n) + result.amount);
  }
  return result;
}

const facts: ReportFact[] = [
  fact('employer', 'Pagos por salarios (2276)', 84_000_000),
  fact('employer', 'Pagos por prestaciones sociales (2276)', 7_350_000),
  fact('employer', 'Otros pagos Rentas de trabajo y pensión (Concepto: 2276)', 1_840_500),
  fact('employer', 'Pagos por alimentación hasta 41 UVT (2276)', 3_600_000),
  fact('employer', 'Cesantías e intereses de cesantías pagadas al empleado (2276)', 882_000),
  fact('employer', 'Cesantías consignadas al fondo de cesantías (2276)', 7_350_000),
  fact('employer', 'Aportes obligatorios a salud (2276)', 3_360_000),
  fact('employer', 'Aporte obligatorio pensiones y solidaridad (2276)', 4_200_000),
  fact('employer', 'Aportes a cuentas AFC (2276)', 6_000_000),
  fact('employer', 'Retención por pagos rentas de trabajo o pensiones (2276)', 3_128_000),
  fact('employer', 'Valor ingreso laboral promedio de los últimos seis meses (2276)', 7_766_000),
  fact('formerEmployer', 'Pagos por salarios (2276)', 2_450_000),
  fact('formerEmployer', 'Pagos por prestaciones sociales (2276)', 408_300),
  fact('formerEmployer', 'Aportes obligatorios a salud (2276)', 98_000),
  fact('formerEmployer', 'Aporte obligatorio pensiones y solidaridad (2276)', 98_000),
  fact('fund', 'Valor total de las cesantías abonadas en el periodo (2274)', 7_350_000, {
    countedElsewhere: true,
  }),
  fact('fund', 'Intereses o rendimientos causados en el periodo (2274)', 412_730),
  fact('bank', 'Saldo cuentas bancarias (Titular Principal)', 14_286_915),
  fact('bank', 'Valor total de los movimientos en cuentas (1019)', 93_412_880),
  fact('bank', 'Intereses y rendimientos financieros pagados (5063)', 186_420),
  fact('bank', 'Retención rendimientos (1301)', 13_049),
  fact('bank', 'CDT inversión efectuada (1020)', 35_000_000),
  fact('bank', 'Saldo CDT (1020)', 35_000_000),
  fact('bank', 'CDT Rendimientos Pagados (1020)', 3_342_500),
  fact('bank', 'CDT Retención prácticada (1020)', 133_700),
  fact('bank', 'Aportes a cuentas AFC (1022)', 6_000_000),
  fact('bank', 'Ahorro voluntario saldo final (1022)', 11_760_000),
  fact('bank', 'Total consumos o gastos con tarjeta Crédito o Débito (1023)', 28_945_610),
  fact('secondBank', 'Saldo cuentas bancarias (Titular Principal)', -1_254_300),
  fact('secondBank', 'Valor total de los movimientos en cuentas (1019)', 8_730_000),
  fact('secondBank', 'Total consumos o gastos con tarjeta Crédito o Débito (1023)', 6_118_240),
  fact('secondBank', 'Saldo fondos de inversión colectiva (1021)', 5_240_118),
  fact('secondBank', 'Inversiones en FIC durante el año (1021)', 4_800_000),
  fact('utility', 'Participación o dividendo gravado num. 3 art. 49 (5071)', 1_926_000),
  fact('utility', 'Valor total de la inversión, aporte o derecho social (1010)', 16_050_000),
  fact('client', 'Honorarios (5002)', 4_500_000),
  fact('client', 'Servicios (5004)', 1_200_000),
  fact('client', 'Activos Proveedores (2201)', 600_000),
  fact('client', 'Servicios (5004)', 780_000, { reportedName: 'CASTAÑO GÜIZA RAMÓN JOSÉ' }),
  fact('client', 'Otros ingresos (5016)', 350_000),
  fact('store', 'Cuentas por pagar de clientes (1315)', 2_316_400),
  fact('store', 'Bonos de fidelización redimidos (9915)', 245_000, {
    boxes: [],
    topes: [],
    suggestedUse: '',
  }),
  fact('municipality', 'Valor avalúo catastral (1476)', 142_380_000),
  fact('municipality', 'Base del impuesto predial (1476)', 142_380_000, { countedElsewhere: true }),
  fact('department', 'Valor avalúo vehículo (1480)', 31_240_000),
  fact('health', 'Pagos por medicina prepagada', 2_640_000),
  fact('foundation', 'Donaciones', 600_000),
  fact('dian', 'Suma valor total facturas tras ajustes por notas', 46_881_320),
  fact('dian', 'Monto total de facturación electrónica susceptible de beneficio', 38_204_150),
  fact('self', 'Total patrimonio bruto declarado en el año anterior', 238_115_000, {
    countedElsewhere: true,
  }),
  fact('self', 'Total saldo a favor', 1_042_000),
];

const { bytes, expected } = buildPersonalReport({
  seed: 2025,
  year: 2025,
  taxpayer,
  facts,
  topes: Object.fromEntries([1, 2, 3, 4, 5].map((tope) => [tope, totals.get(tope) ?? 0n])),
  replacementCharacters: true,
});
const path = fileURLToPath(new URL(expected.fileName, import.meta.url));
writeFileSync(path, bytes);
console.log(`${expected.fileName}: ${expected.rowCount} rows, ${bytes.length} bytes`);
