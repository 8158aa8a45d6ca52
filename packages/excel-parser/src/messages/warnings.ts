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
  tope_difference: ({ tope, reported, sum }) =>
    `El tope ${text(tope, '')} que muestra la DIAN (${text(reported, '?')}) no es la suma de sus filas (${text(sum, '?')}).`,
  other_year: ({ year, report }) =>
    `La fila es del año ${text(year, 'que no se lee')} y el reporte del ${text(report, 'año que dice arriba')}.`,
  invoice_total: ({ expected, found }) =>
    `El valor ajustado de la factura (${text(found, '?')}) no es el facturado con sus notas (${text(expected, '?')}).`,
  cash_with_benefit: () =>
    'La factura se pagó en efectivo y aun así viene con valor susceptible de beneficio.',
  record_count: ({ stated, found }) =>
    `El archivo dice tener ${text(stated, 'otra cantidad de')} registros y trae ${text(found, 'otra cantidad')}.`,
  total_mismatch: ({ stated, sum }) =>
    `El total que dice el encabezado (${text(stated, '?')}) no es la suma de los registros (${text(sum, '?')}).`,
  file_name_mismatch: ({ field, name, header }) =>
    `El nombre del archivo y su encabezado no coinciden (${text(field, 'dato')}: ${text(name, '?')} y ${text(header, '?')}).`,
  format_version: ({ format, version, expected }) =>
    `El formato ${text(format, '')} viene en la versión ${text(version, '?')}; la del año es la ${text(expected, '?')}.`,
  format_unsourced: ({ format }) =>
    `Del formato ${text(format, '')} no tenemos la lista oficial de columnas: se juzgaron por sus títulos.`,
  column_unknown: ({ heading, attribute, readAs }) =>
    `No se conoce la columna ${text(heading, text(attribute, 'sin título'))}; ${readAs === 'money' ? 'por su título se leyó como valores' : 'se guardó como texto'}.`,
  element_unexpected: ({ element }) =>
    `El archivo trae un elemento que el formato no tiene (${text(element, 'sin nombre')}).`,
  too_many_records: ({ found, max }) =>
    `El archivo trae ${text(found, 'más')} registros; la DIAN recibe hasta ${text(max, '5.000')} por archivo.`,
  no_rows: () => 'El reporte no trae ninguna fila.',
  other_report_sheet: ({ sheet }) =>
    `Otra hoja también parece un reporte (${text(sheet, 'sin nombre')}); solo se leyó la primera.`,
};

const UNFORESEEN = 'El archivo tiene algo fuera de lo común. Revise el original.';

/** What a person reads about a warning, made from its code and facts. */
export function warningMessage(code: string, details: Details): string {
  return WARNING_MESSAGES[code]?.(details) ?? UNFORESEEN;
}
