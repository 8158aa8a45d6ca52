import type { MappingErrorCode } from '../layouts/mapped/mapping-error.ts';
import { type Details, text } from './details.ts';

/** Why the caller's own mapping could not be followed. A new code does not compile without its words. */
export const MAPPING_MESSAGES: Readonly<
  Record<MappingErrorCode, { title: string; detail: (details: Details) => string }>
> = {
  mapping_field_unknown: {
    title: 'Campo desconocido',
    detail: ({ field, known }) =>
      `No existe el campo ${text(field, 'indicado')}.${listed(' Los campos son', known)}`,
  },
  mapping_field_missing: {
    title: 'Faltan campos',
    detail: ({ missing }) =>
      `Sin ellos ninguna fila dice nada: indique también de qué columna salen los campos que faltan.${listed(' Faltan', missing)}`,
  },
  mapping_format_unknown: {
    title: 'Formato desconocido',
    detail: ({ format }) => `No leemos el formato ${text(format, 'indicado')}.`,
  },
  mapping_reference_invalid: {
    title: 'Columna no válida',
    detail: () => 'Una columna se indica por su título o por sus letras (por ejemplo, F).',
  },
  mapping_column_twice: {
    title: 'Columna repetida',
    detail: () => 'Dos campos apuntan a la misma columna. Indique una para cada uno.',
  },
  mapping_header_row_needed: {
    title: 'Falta la fila de títulos',
    detail: () =>
      'Las columnas se indicaron solo por letras: diga también en qué fila están los títulos (0 si no hay).',
  },
  mapping_sheet_missing: {
    title: 'Falta la hoja',
    detail: ({ sheets }) => `El libro no tiene la hoja indicada.${listed(' Tiene', sheets)}`,
  },
  mapping_header_missing: {
    title: 'Faltan columnas',
    detail: ({ missing }) =>
      `Ninguna fila del libro tiene todos los títulos indicados. Revise cómo están escritos.${listed(' Son', missing)}`,
  },
};

function listed(before: string, values: unknown): string {
  const names = Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
  return names.length === 0 ? '' : `${before}: ${names.slice(0, 12).join(', ')}.`;
}
