import { collapseSpaces, fold, foldedEquals, REPLACEMENT } from '../../values/text.ts';

/**
 * The texts of the column "Detalle" in DIAN's spelling (also where that is wrong: "prácticada"), without the code that
 * may follow in parentheses. The same text arrives in capitals, with doubled and no-break spaces and with lost letters.
 */
const knownDetails: readonly string[] = [
  'Activos Proveedores',
  'Ahorro voluntario saldo final',
  'Aporte obligatorio pensiones y solidaridad',
  'Aportes a cuentas AFC',
  'Aportes obligatorios a salud',
  'Arrendamientos',
  'Base del impuesto predial',
  'Cartera colectiva rendimientos',
  'CDT inversión efectuada',
  'CDT Rendimientos Pagados',
  'CDT Retención prácticada',
  'Cesantías consignadas al fondo de cesantías',
  'Cesantías e intereses de cesantías pagadas al empleado',
  'Comisiones',
  'Cuentas por pagar de clientes',
  'Documentos soporte de adquisiciones a no obligados a facturar',
  'Donaciones',
  'Honorarios',
  'Ingreso distribuido',
  'Intereses o rendimientos causados en el periodo',
  'Intereses y rendimientos financieros pagados',
  'Inversiones en FIC durante el año',
  'Monto total de facturación electrónica susceptible de beneficio',
  'Otros ingresos',
  'Otros pagos Rentas de trabajo y pensión',
  'Pagos por alimentación hasta 41 UVT',
  'Pagos por medicina prepagada',
  'Pagos por pensiones',
  'Pagos por prestaciones sociales',
  'Pagos por salarios',
  'Participación o dividendo gravado num. 3 art. 49',
  'Retención distribuida',
  'Retención por pagos rentas de trabajo o pensiones',
  'Retención rendimientos',
  'Saldo CDT',
  'Saldo cuentas bancarias (Titular Principal)',
  'Saldo fondos de inversión colectiva',
  'Servicios',
  'Suma valor total facturas tras ajustes por notas',
  'Total consumos o gastos con tarjeta Crédito o Débito',
  'Total patrimonio bruto declarado en el año anterior',
  'Total saldo a favor',
  'Valor avalúo catastral',
  'Valor avalúo vehículo',
  'Valor ingreso laboral promedio de los últimos seis meses',
  'Valor total de la inversión, aporte o derecho social',
  'Valor total de las cesantías abonadas en el periodo',
  'Valor total de los movimientos en cuentas',
  'Valor Total Rendimientos pagados',
];

const byFoldedText = new Map(knownDetails.map((text) => [fold(text), text]));

/** A code of a format or concept: '(2276)', '(Concepto: 2276)'. */
const CODE = /\s*\(\s*(concepto)?\s*:?\s*(\d{1,5})\s*\)$/i;
/** AG2024 put this before the texts of some rows. */
const CERTIFICATE = /^certificado\s*-\s*/i;

/**
 * The detail in DIAN's spelling when it is a known text, otherwise the same text with single spaces. A code in
 * parentheses is kept.
 */
export function canonicalDetail(raw: string): string {
  const text = collapseSpaces(raw).replace(CERTIFICATE, '');
  const code = CODE.exec(text);
  const base = code ? text.slice(0, code.index) : text;
  const known = findKnown(fold(base));
  if (known === undefined) return text;
  return code ? `${known} (${code[1] === undefined ? '' : 'Concepto: '}${code[2]})` : known;
}

function findKnown(folded: string): string | undefined {
  const exact = byFoldedText.get(folded);
  if (exact !== undefined || !folded.includes(REPLACEMENT)) return exact;
  for (const [key, text] of byFoldedText) if (foldedEquals(folded, key)) return text;
  return undefined;
}
