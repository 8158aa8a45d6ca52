import type { WorkbookErrorCode } from '../errors.ts';
import { type Details, text } from './details.ts';
import { MAPPING_MESSAGES } from './mapping.ts';
import { unknownLayoutMessage } from './unknown-layout.ts';

const KINDS: Readonly<Record<string, string>> = {
  text: 'un archivo de texto',
  csv: 'un archivo CSV',
  html: 'una página web',
  xml: 'un archivo XML',
  xml_spreadsheet_2003: 'una hoja XML de Excel 2003',
  json: 'un archivo JSON',
  image: 'una imagen',
  archive: 'un archivo comprimido',
  empty_archive: 'un archivo comprimido vacío',
  zip: 'un archivo comprimido',
  doc: 'un documento de Word',
  docx: 'un documento de Word',
  pptx: 'una presentación',
  ods: 'una hoja de OpenDocument',
  xlsb: 'un libro binario de Excel (.xlsb)',
};

/** Why a file could not be read as a DIAN report and what to do about it. A new code does not compile without its words. */
export const WORKBOOK_MESSAGES: Readonly<
  Record<WorkbookErrorCode, { title: string; detail: (details: Details) => string }>
> = {
  empty_file: {
    title: 'Archivo vacío',
    detail: () => 'El archivo no tiene contenido. Descárguelo de nuevo del portal de la DIAN.',
  },
  not_a_workbook: {
    title: 'No es un libro de Excel',
    detail: ({ kind }) =>
      kind === 'xml'
        ? 'El archivo es un XML, pero no de los que se presentan a la DIAN (Dmuisca_….xml). Envíe ese, o el libro de Excel.'
        : `El archivo parece ser ${KINDS[text(kind, '')] ?? 'de otro tipo'}, aunque se llame .xlsx. Envíe el reporte tal como lo entrega la DIAN.`,
  },
  pdf_file: {
    title: 'Es un PDF',
    detail: () => 'El archivo es un PDF. Descargue el reporte de la DIAN en Excel (.xlsx).',
  },
  legacy_xls: {
    title: 'Excel antiguo',
    detail: () => 'El archivo es un Excel 97-2003 (.xls). Ábralo y guárdelo como libro de Excel (.xlsx).',
  },
  encrypted_workbook: {
    title: 'Libro con contraseña',
    detail: () => 'El libro está protegido con contraseña. Quítela y envíelo de nuevo.',
  },
  truncated_workbook: {
    title: 'Archivo incompleto',
    detail: () => 'El archivo está cortado: la descarga o la carga no terminó. Descárguelo de nuevo.',
  },
  corrupt_workbook: {
    title: 'Archivo dañado',
    detail: ({ part }) =>
      part === 'xml'
        ? 'El XML está mal formado y no se puede leer. Genérelo de nuevo.'
        : 'El libro está dañado y no se puede leer. Descárguelo de nuevo del portal de la DIAN.',
  },
  unsafe_workbook: {
    title: 'Archivo no seguro',
    detail: ({ reason }) =>
      reason === 'macros'
        ? 'El libro trae macros, y un reporte de la DIAN no las tiene. Envíe el original.'
        : 'El archivo trae contenido que un reporte de la DIAN no tiene y que puede ser peligroso. Envíe el original.',
  },
  limit_exceeded: {
    title: 'Libro demasiado grande',
    detail: () =>
      'El libro tiene más contenido del que se puede procesar (filas, hojas o tamaño descomprimido).',
  },
  missing_part: {
    title: 'Libro incompleto',
    detail: () => 'Al libro le falta una parte interna. Descárguelo de nuevo del portal de la DIAN.',
  },
  unknown_layout: {
    title: 'Reporte desconocido',
    detail: unknownLayoutMessage,
  },
  incomplete_report: {
    title: 'Reporte incompleto',
    detail: () =>
      'Al reporte le faltan datos sin los cuales no se puede entender (por ejemplo, el año o el contribuyente).',
  },
  sheet_not_found: { title: 'Falta una hoja', detail: () => 'El libro no tiene la hoja del reporte.' },
  source_unreadable: {
    title: 'Archivo ilegible',
    detail: ({ reason }) =>
      reason === 'ENOENT' ? 'El archivo no existe.' : 'El archivo no se puede abrir. Inténtelo de nuevo.',
  },
  aborted: { title: 'Lectura detenida', detail: () => 'La lectura se detuvo antes de terminar.' },
};

/** Every code of the reader with its words: what may be wrong with a file, or with the caller's mapping of it. */
export const READER_MESSAGES: Readonly<
  Record<string, { title: string; detail: (details: Details) => string }>
> = { ...WORKBOOK_MESSAGES, ...MAPPING_MESSAGES };

/** What a person reads about a code of the reader; null when the code is not one of the reader's. */
export function workbookErrorMessage(code: string, details: Details): string | null {
  return Object.hasOwn(READER_MESSAGES, code) ? READER_MESSAGES[code]!.detail(details) : null;
}
