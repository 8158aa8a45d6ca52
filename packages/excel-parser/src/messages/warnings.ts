import { type Details, text } from './details.ts';

/** What the workbook reader noticed without stopping; its codes. */
const WARNING_MESSAGES: Readonly<Record<string, (details: Details) => string>> = {
  external_links: () => 'El libro tiene vínculos a otros archivos; no se siguieron.',
  warnings_omitted: ({ of, omitted }) =>
    `Hay ${text(omitted, 'varios')} avisos más como este: ${warningMessage(text(of, ''), {})}`,
  stale_dimension: () => 'El libro declara menos filas de las que tiene; se leyeron todas.',
  rows_out_of_order: () => 'Las filas vienen en desorden.',
  cell_in_other_row: () => 'Una celda dice pertenecer a otra fila.',
  cell_written_twice: () => 'Una celda viene dos veces; vale la última.',
  cell_error: ({ error }) => `La celda trae un error de Excel (${text(error, 'desconocido')}).`,
  header_repeated: () => 'El encabezado de la tabla se repite; no se tomó como un dato.',
  text_outside_table: () => 'Hay un texto fuera de la tabla; no se tomó como un dato.',
  total_row_ignored: () => 'Una fila de total no se sumó: sus valores ya están en las filas anteriores.',
  amount_rounded: ({ raw }) => `El valor traía centavos y se redondeó a pesos (${text(raw, 'sin texto')}).`,
  amount_not_readable: ({ raw }) =>
    `No se pudo leer el valor (${text(raw, 'celda vacía')}); se tomó como cero. Revíselo.`,
  reporter_missing: () => 'La fila no dice quién reporta.',
  detail_missing: () => 'La fila no tiene detalle.',
  party_missing: () => 'La fila no dice a quién se refiere.',
  minor_amounts_document_type: ({ given, expected }) =>
    `Las cuantías menores llevan tipo de documento ${text(expected, '43')}, no ${text(given, 'otro')}.`,
  duplicate_candidate: ({ first }) =>
    `Parece repetir el dato de ${text(first, 'otra fila')}. Revise si es el mismo hecho.`,
  duplicates_not_checked: ({ checked }) =>
    `Solo se buscaron repetidos en las primeras ${text(checked, 'muchas')} filas distintas.`,
  nit_check_digit: ({ given, expected }) =>
    `El dígito de verificación no corresponde (dice ${text(given, '?')}, debería ser ${text(expected, '?')}).`,
  number_mismatch: ({ reported, taxpayer }) =>
    `El tercero reportó el número ${text(reported, '?')}, que no es el del contribuyente (${text(taxpayer, '?')}).`,
  name_mismatch: ({ reported }) => `El tercero reportó otro nombre: ${text(reported, '?')}.`,
  replacement_character: () => 'Un texto llegó con caracteres perdidos desde la DIAN.',
  document_type_unknown: ({ label }) => `No se reconoció el tipo de documento (${text(label, 'vacío')}).`,
  taxpayer_name_missing: () => 'El reporte no trae el nombre del contribuyente.',
  date_not_readable: ({ raw }) => `No se pudo leer una fecha (${text(raw, 'vacía')}).`,
  unknown_tope: () => 'El reporte trae un tope que no conocemos.',
  tope_twice: ({ kept, other }) =>
    `Un tope viene dos veces con valores distintos: se tomó ${text(kept, '?')} y no ${text(other, '?')}.`,
  no_rows: () => 'El reporte no trae ninguna fila.',
  other_report_sheet: ({ sheet }) =>
    `Otra hoja también parece un reporte (${text(sheet, 'sin nombre')}); solo se leyó la primera.`,
};

const UNFORESEEN = 'El archivo tiene algo fuera de lo común. Revise el original.';

/** What a person reads about a warning, made from its code and facts. */
export function warningMessage(code: string, details: Details): string {
  return WARNING_MESSAGES[code]?.(details) ?? UNFORESEEN;
}
