import { TaxRulesError } from '../errors.ts';
import { formatPesos } from '../money.ts';
import type { Finding, FindingCode } from './types.ts';

/** A finding for people, in Colombian Spanish. */
export interface FindingText {
  readonly title: string;
  readonly explanation: string;
  /** What to do about it. */
  readonly action: string;
}

interface Values {
  /** A parameter that holds pesos, formatted. */
  pesos(name: string): string;
  text(name: string): string;
  has(name: string): boolean;
  readonly count: number;
}

const SAVINGS_KIND: Readonly<Record<string, string>> = {
  'voluntary.afc': 'AFC',
  'voluntary.avc': 'AVC',
  'voluntary.pension_fund': 'pensión voluntaria',
};

const TEXTS: Readonly<Record<FindingCode, (values: Values) => FindingText>> = {
  another_name: ({ pesos, text, count }) => ({
    title: 'Datos reportados a nombre de otra persona',
    explanation: `${rows(count)} por ${pesos('amount')} con su número pero a nombre de «${text('name')}».`,
    action:
      'Confirme si son suyos. Si no, pida a quien reportó que corrija; no los incluya mientras tanto sin soporte.',
  }),
  duplicate_candidate: ({ pesos, text, count }) => ({
    title: 'Posible dato repetido',
    explanation: `El mismo informante reportó ${count} veces «${text('detail')}» por ${pesos('amount')}.`,
    action:
      'Compare con los certificados. Si es el mismo hecho, cuéntelo una sola vez; si son cuentas o pagos distintos, déjelos.',
  }),
  severance_reported_twice: ({ pesos }) => ({
    title: 'Cesantías reportadas por el empleador y por el fondo',
    explanation: `El empleador reportó ${pesos('employerAmount')} y el fondo ${pesos('fundAmount')}: suele ser la misma plata.`,
    action:
      'Tome una sola de las dos fuentes, según el certificado de ingresos (formato 220) y el extracto del fondo.',
  }),
  voluntary_savings_reported_twice: ({ pesos, text }) => ({
    title: `Aportes de ${SAVINGS_KIND[text('kind')] ?? 'ahorro voluntario'} reportados por más de una fuente`,
    explanation: `El empleador y la entidad reportan aportes que suman ${pesos('amount')}; normalmente son los mismos.`,
    action: 'Use el certificado de la entidad y cuente cada aporte una sola vez.',
  }),
  total_beside_holders: ({ pesos }) => ({
    title: 'Total de rendimientos junto al detalle por titular',
    explanation: `Hay una fila de total por ${pesos('totalAmount')} y filas por titular por ${pesos('holdersAmount')} del mismo informante.`,
    action: 'Declare solo la parte que le corresponde como titular; no sume el total con el detalle.',
  }),
  property_valued_twice: ({ pesos, text, has }) => ({
    title: 'Un inmueble con dos valores',
    explanation:
      `Avalúo catastral ${pesos('cadastralValue')} y base del predial ${pesos('taxBase')}.` +
      (has('sharePercent')
        ? ` Su participación reportada es ${text('sharePercent').replace('.', ',')} %.`
        : ''),
    action: `Tome el mayor (${pesos('greater')}), por su porcentaje de propiedad, salvo que el costo fiscal sea superior (art. 277 del E.T.).`,
  }),
  support_documents_overlap: ({ pesos }) => ({
    title: 'Documentos soporte que pueden repetir otros ingresos',
    explanation: `Quienes le compraron emitieron documentos soporte por ${pesos('amount')}; parte puede estar también en los pagos reportados.`,
    action: 'Compare ambos y tome la cifra mayor como ingreso, no la suma. Verifique con sus ventas reales.',
  }),
  joint_holder: ({ pesos, count }) => ({
    title: 'Bienes o cuentas con otros titulares',
    explanation: `${rows(count)} por ${pesos('amount')} con más de un titular; a veces se reporta el valor completo a cada uno.`,
    action: 'Indique su porcentaje y declare solo su parte.',
  }),
  health_on_pensions: ({ pesos }) => ({
    title: 'Aportes a salud de un pensionado',
    explanation: `Recibe pensión y hay aportes a salud por ${pesos('amount')}.`,
    action:
      'Los aportes pagados sobre la pensión van en la casilla 100, no en la 33. Sepárelos con el certificado del pagador.',
  }),
  fixed_asset_holding: ({ pesos }) => ({
    title: 'Venta de un activo fijo',
    explanation: `Le compraron activos por ${pesos('amount')}. El reporte no dice cuánto tiempo los tuvo.`,
    action:
      'Con dos años o más es ganancia ocasional (casilla 112); con menos, renta no laboral (casilla 74). Reste el costo fiscal.',
  }),
  unknown_concept: ({ pesos, text }) => ({
    title: 'Concepto por clasificar',
    explanation: `«${text('detail')}» por ${pesos('amount')} no corresponde a ninguna regla conocida.`,
    action: 'Clasifíquelo a mano; la decisión queda guardada para los próximos reportes.',
  }),
  classified_by_codes: ({ pesos, count }) => ({
    title: 'Conceptos clasificados solo por la sugerencia de la DIAN',
    explanation: `${rows(count)} por ${pesos('amount')} con un texto desconocido; se usó la casilla o el tope sugerido.`,
    action: 'Revise que la clasificación sea la correcta.',
  }),
  negative_amount: ({ pesos, count }) => ({
    title: 'Valores negativos',
    explanation: `${rows(count)} con valores negativos que suman ${pesos('amount')}.`,
    action: 'Pregunte al informante si es una corrección o un error antes de incluirlos.',
  }),
  negative_balance: ({ pesos }) => ({
    title: 'Cuentas con saldo negativo',
    explanation: `Los saldos en rojo suman ${pesos('amount')} y son deudas, no patrimonio.`,
    action: 'Declárelos como deuda (casilla 30) con el extracto a 31 de diciembre.',
  }),
  fees_choice: ({ pesos }) => ({
    title: 'Honorarios, servicios o comisiones',
    explanation: `Le reportaron ${pesos('amount')}. Puede restar costos y gastos o tomar la renta exenta del 25 %, pero no ambas.`,
    action:
      'Compare las dos opciones: con costos van en la casilla 43; sin costos, en la 32. Conserve los soportes.',
  }),
  six_month_average: ({ pesos }) => ({
    title: 'Promedio de los últimos seis meses: no es un ingreso',
    explanation: `El valor ${pesos('amount')} solo sirve para saber qué parte de las cesantías es exenta (art. 206 num. 4 del E.T.).`,
    action: 'No lo sume a los ingresos.',
  }),
  thresholds_are_not_income: ({ pesos }) => ({
    title: 'Consumos, consignaciones y compras no son ingresos ni costos',
    explanation: `Las filas suman ${pesos('amount')} y solo dicen si está obligado a declarar.`,
    action:
      'No las incluya como ingreso. Tampoco son costos por sí solas: un costo necesita soporte y relación con la actividad.',
  }),
  e_invoice_benefit: ({ pesos }) => ({
    title: 'Deducción del 1 % por compras con factura electrónica',
    explanation: `La base reportada es ${pesos('base')}. La deducción posible es ${pesos('deduction')} (máximo ${pesos('maximum')}).`,
    action:
      'Inclúyala en la casilla 28 si pagó por medios electrónicos y no usó esas compras como costo ni como otro beneficio.',
  }),
  tope_difference: ({ pesos, text }) => ({
    title: `El tope ${text('tope')} de la DIAN difiere de la suma de las filas`,
    explanation: `La DIAN muestra ${pesos('reported')} y las filas suman ${pesos('sum')} (diferencia ${pesos('difference')}).`,
    action:
      'Es informativo: la DIAN toma el mayor de algunos datos y usa otros que no lista. Revise si falta o sobra alguna fila.',
  }),
};

/**
 * Title, explanation and action of a finding in Colombian Spanish.
 * @throws {TaxRulesError} `unknown_finding` for a code that this version does not know, or one that lacks
 * its parameters
 */
export function describeFinding(finding: Finding): FindingText {
  const describe = TEXTS[finding.code];
  if (!describe)
    throw new TaxRulesError('unknown_finding', `No text for finding ${finding.code}`, { code: finding.code });
  const text = (name: string): string => {
    const value = finding.params[name];
    if (value === undefined) {
      throw new TaxRulesError('unknown_finding', `Finding ${finding.code} lacks parameter ${name}`, {
        code: finding.code,
        name,
      });
    }
    return String(value);
  };
  return describe({
    text,
    pesos: (name) => formatPesos(BigInt(text(name))),
    has: (name) => finding.params[name] !== undefined,
    count: finding.entries.length,
  });
}

function rows(count: number): string {
  return count === 1 ? 'Una fila' : `${count} filas`;
}
