/** A kind of fact a personal report may hold, with what the column "Uso declaración Sugerida" says of it. */
export interface ReportConcept {
  /** In DIAN's spelling, with the code in parentheses. */
  detail: string;
  suggestedUse: string;
  /** Boxes and topes that `suggestedUse` names. */
  boxes: readonly number[];
  topes: readonly number[];
  /** The kind of reporter that has it. */
  reporter: 'employer' | 'bank' | 'fund' | 'company' | 'authority' | 'dian' | 'taxpayer';
  /** Form of "Información Adicional", `#` standing for a digit; '' when it has none. */
  additionalInformation: string;
}

const topeTexts: Readonly<Record<number, string>> = {
  1: 'Tope 1: Ingresos brutos',
  2: 'Tope 2: Patrimonio bruto',
  3: 'Tope 3: Consumos con tarjeta',
  4: 'Tope 4: Consignaciones e inversiones',
  5: 'Tope 5: Compras',
};

const ACCOUNT = 'Número de Cuenta / Documento: ######### | Concepto Códigos Tributaria: *1* Cuenta de ahorro';
const CARD = 'Clase de Tarjeta: *1* Tarjeta de Credito Principal';
const WORKER = 'Tipo de Afiliado: *1* Trabajador | Tipo de Aportante: **';

function concept(
  detail: string,
  reporter: ReportConcept['reporter'],
  topes: readonly number[],
  boxes: readonly number[],
  options: { use?: string; additional?: string } = {},
): ReportConcept {
  const parts = [
    ...topes.map((tope) => topeTexts[tope]),
    ...(boxes.length > 0 ? [boxes.map((box) => `R${box}`).join(', ')] : []),
  ];
  const suggestedUse = options.use ?? parts.join(' | ');
  return { detail, reporter, topes, boxes, suggestedUse, additionalInformation: options.additional ?? '' };
}

/** The concepts that the reference lists, each with its usual boxes and topes. */
export const reportConcepts: readonly ReportConcept[] = [
  concept('Pagos por salarios (2276)', 'employer', [1], [32]),
  concept('Pagos por prestaciones sociales (2276)', 'employer', [1], [32]),
  concept('Otros pagos Rentas de trabajo y pensión (Concepto: 2276)', 'employer', [1], [32]),
  concept('Pagos por alimentación hasta 41 UVT (2276)', 'employer', [], [], { use: 'No aplica' }),
  concept('Cesantías e intereses de cesantías pagadas al empleado (2276)', 'employer', [1], [32, 36], {
    use: 'Tope 1: Ingresos brutos | R32 / R36',
  }),
  concept('Cesantías consignadas al fondo de cesantías (2276)', 'employer', [1, 2], [29, 36], {
    use: 'Tope 1 | Tope 2 | R29 | R36',
  }),
  concept('Valor total de las cesantías abonadas en el periodo (2274)', 'fund', [1], [29, 32, 36], {
    additional: WORKER,
  }),
  concept('Intereses o rendimientos causados en el periodo (2274)', 'fund', [1], [58], {
    additional: WORKER,
  }),
  concept('Aportes obligatorios a salud (2276)', 'employer', [], [33, 59, 100], {
    use: 'INCRNGO: R33 / R59 / R100',
  }),
  concept('Aporte obligatorio pensiones y solidaridad (2276)', 'employer', [], [33, 59, 76, 100], {
    use: 'INCRNGO: R33 / R59 / R76 / R100',
  }),
  concept('Aportes a cuentas AFC (2276)', 'employer', [], [35]),
  concept('Aportes a cuentas AFC (1022)', 'bank', [], [35], { additional: 'Tipo de Aporte: *3* AFC' }),
  concept('Ahorro voluntario saldo final (1022)', 'bank', [2], [29], { additional: ACCOUNT }),
  concept('Valor ingreso laboral promedio de los últimos seis meses (2276)', 'employer', [], [36]),
  concept('Retención por pagos rentas de trabajo o pensiones (2276)', 'employer', [], [132]),
  concept('Saldo cuentas bancarias (Titular Principal)', 'bank', [2], [29, 30], {
    use: 'Tope 2: Patrimonio bruto | R29 si es positivo | R30 si es negativo',
    additional: ACCOUNT,
  }),
  concept('Valor total de los movimientos en cuentas (1019)', 'bank', [4], [], { additional: ACCOUNT }),
  concept('Saldo CDT (1020)', 'bank', [2], [29], { additional: ACCOUNT }),
  concept('CDT inversión efectuada (1020)', 'bank', [4], [], { additional: ACCOUNT }),
  concept('CDT Rendimientos Pagados (1020)', 'bank', [1], [58, 59], { additional: ACCOUNT }),
  concept('CDT Retención prácticada (1020)', 'bank', [], [132], { additional: ACCOUNT }),
  concept('Saldo fondos de inversión colectiva (1021)', 'bank', [2], [29], { additional: ACCOUNT }),
  concept('Inversiones en FIC durante el año (1021)', 'bank', [4], [], { additional: ACCOUNT }),
  concept('Intereses y rendimientos financieros pagados (5063)', 'bank', [1], [58, 59]),
  concept('Retención rendimientos (1301)', 'bank', [], [132]),
  concept('Total consumos o gastos con tarjeta Crédito o Débito (1023)', 'bank', [3], [], {
    additional: CARD,
  }),
  concept('Honorarios (5002)', 'company', [1], [43]),
  concept('Servicios (5004)', 'company', [1], [43]),
  concept('Arrendamientos (5005)', 'company', [1], [58]),
  concept('Otros ingresos (5016)', 'company', [1], [74]),
  concept('Participación o dividendo gravado num. 3 art. 49 (5071)', 'company', [1], [107]),
  concept('Valor total de la inversión, aporte o derecho social (1010)', 'company', [2], [29], {
    additional: 'Porcentaje de Participación: 2.50',
  }),
  concept('Cuentas por pagar de clientes (1315)', 'company', [], [30]),
  concept('Activos Proveedores (2201)', 'company', [2], [29]),
  concept('Valor avalúo catastral (1476)', 'authority', [2], [29], {
    additional: 'Porcentaje de Participación: 100.00 | Matricula: 0 | Número Propietarios: 1',
  }),
  concept('Base del impuesto predial (1476)', 'authority', [2], [29]),
  concept('Valor avalúo vehículo (1480)', 'authority', [2], [29], { additional: 'Placa: AAA###' }),
  concept('Suma valor total facturas tras ajustes por notas', 'dian', [5], []),
  concept('Monto total de facturación electrónica susceptible de beneficio', 'dian', [], []),
  concept('Pagos por medicina prepagada', 'company', [], []),
  concept('Donaciones', 'company', [], [123]),
  concept('Total patrimonio bruto declarado en el año anterior', 'taxpayer', [2], []),
  concept('Total saldo a favor', 'taxpayer', [], [131]),
];

/** The concept with this detail. @throws RangeError when there is none */
export function reportConcept(detail: string): ReportConcept {
  const found = reportConcepts.find((candidate) => candidate.detail === detail);
  if (!found) throw new RangeError(`No concept has the detail ${detail}.`);
  return found;
}
