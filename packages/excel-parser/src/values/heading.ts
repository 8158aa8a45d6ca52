import { remember } from './memory.ts';
import { fold, foldedEquals } from './text.ts';

/** Abbreviations of column headings, as `fold` gives them. */
const expansions: Readonly<Record<string, string>> = {
  cod: 'codigo',
  conc: 'concepto',
  desc: 'descripcion',
  dpto: 'departamento',
  depto: 'departamento',
  dir: 'direccion',
  doc: 'documento',
  dcto: 'documento',
  id: 'identificacion',
  identif: 'identificacion',
  mcp: 'municipio',
  mcpo: 'municipio',
  mcpio: 'municipio',
  mpio: 'municipio',
  mun: 'municipio',
  nro: 'numero',
  num: 'numero',
  ret: 'retencion',
  rete: 'retencion',
  rte: 'retencion',
  vlr: 'valor',
  vr: 'valor',
};

/** Words that headings of the same column have or lack: articles, prepositions, and the name of the third party. */
const fillers = new Set(
  'a al con de del el en la las los o para por que se su y codigo informado tercero deudor acreedor accionista socio beneficiario'.split(
    ' ',
  ),
);

/** Of a longer text only the start can be a heading. */
const MAX_HEADING = 240;

/**
 * What a column heading says, whatever its spelling: 'Cód. Dpto.', 'Código del Departamento' and 'DEPARTAMENTO' give
 * one key. '' for a heading of fillers only, and for none.
 */
export function headingKey(text: string): string {
  return remember(keys, text, computeKey);
}

/** Every layout asks for the key of every heading. */
const keys = new Map<string, string>();

function computeKey(text: string): string {
  const folded = fold(text.slice(0, MAX_HEADING));
  const words = folded
    .replaceAll(/[°º]/g, '.')
    // "No deducible" is a negation, "No. documento" and "N° documento" are numbers.
    .replace(/\bno?(?=\.| (?:de )?(?:documento|identificacion|cuenta|contrato)\b)/g, 'nro')
    .split(/[^\p{L}\p{N}\uFFFD]+/u)
    .filter((word) => word !== '');
  return words
    .map((word) => (Object.hasOwn(expansions, word) ? (expansions[word] ?? word) : word))
    .filter((word) => !fillers.has(word))
    .join(' ');
}

/** What the column of an unknown heading may hold. */
export type HeadingSense = 'money' | 'text' | 'unknown';

/** Leading words of columns that hold numbers which are no amounts, or no numbers. */
const TEXTUAL =
  /^(?:numero|nro|n|cuenta|fecha|ano|periodo|mes|matricula|placa|tipo|clase|concepto|porcentaje|identificacion|nit|cedula|documento|digito|dv|correo|email|telefono|direccion|pais|departamento|municipio|ciudad|nombre|nombres|apellido|apellidos|primer|segundo|otros nombres|razon|estado|rol|descripcion|observacion|observaciones|formato|contrato|cufe|modelo|marca|moneda|cantidad|dias|reportado|informante)\b/;

const MONETARY =
  /\b(?:valor|saldo|saldos|pago|pagos|abono|abonos|ingreso|ingresos|retencion|retenciones|iva|impuesto|monto|base|rendimiento|rendimientos|interes|intereses|movimiento|movimientos|consumo|consumos|avaluo|devolucion|devoluciones|total|compra|compras|costo|gasto|venta|ventas|aporte|aportes|prestamo|inversion|inversiones|capital|utilidad|dividendo|dividendos|cesantias|comision|comisiones|honorarios|servicios|deduccion|descuento|salario|salarios|pension|pensiones|cuenta por pagar|cuenta por cobrar)\b/;

/** Guesses from its heading whether a column of an unknown list holds amounts. */
export function headingSense(text: string): HeadingSense {
  const folded = fold(text.slice(0, MAX_HEADING));
  if (TEXTUAL.test(headingKey(text)) || TEXTUAL.test(folded)) {
    // "Cuenta por pagar como cliente" is an amount, "Cuenta bancaria" is not.
    return /^cuentas? por (?:pagar|cobrar)\b/.test(folded) ? 'money' : 'text';
  }
  return MONETARY.test(folded) ? 'money' : 'unknown';
}

/** Texts of a row by the field they name; each column once, the leftmost first. */
export function matchHeadings<Field extends string>(
  headings: readonly { at: number; text: string }[],
  spellings: Readonly<Record<Field, readonly string[]>>,
): Map<Field, number> {
  const found = new Map<Field, number>();
  const fields = Object.keys(spellings) as Field[];
  for (const { at, text } of headings) {
    const key = headingKey(text);
    if (key === '') continue;
    const field = fields.find(
      (candidate) =>
        !found.has(candidate) && spellings[candidate].some((spelling) => foldedEquals(key, spelling)),
    );
    if (field !== undefined) found.set(field, at);
  }
  return found;
}
