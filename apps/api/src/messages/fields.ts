/** The part of a zod issue that a sentence can be made of. */
export interface FieldIssue {
  readonly code?: string | undefined;
  readonly expected?: unknown;
  readonly format?: unknown;
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly values?: unknown;
  /** Of a union told apart by one field: what that field may be. */
  readonly options?: unknown;
}

const TYPES: Readonly<Record<string, string>> = {
  number: 'un número',
  int: 'un número entero',
  string: 'un texto',
  boolean: 'verdadero o falso',
  object: 'un objeto',
  array: 'una lista',
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'Debe ser un UUID.',
  date: 'Debe ser una fecha AAAA-MM-DD.',
  datetime: 'Debe ser una fecha y hora ISO 8601.',
};

/** What is wrong with one field, in Spanish, without repeating what the caller sent. */
export function fieldMessage(issue: FieldIssue): string {
  const unit = issue.origin === 'string' ? ' caracteres' : '';
  switch (issue.code) {
    case 'invalid_type':
      return `Debe ser ${TYPES[String(issue.expected)] ?? 'de otro tipo'}.`;
    case 'too_small':
      return unit === ''
        ? `Debe ser al menos ${String(issue.minimum)}.`
        : `Debe tener al menos ${String(issue.minimum)}${unit}.`;
    case 'too_big':
      return unit === ''
        ? `Debe ser como máximo ${String(issue.maximum)}.`
        : `Debe tener como máximo ${String(issue.maximum)}${unit}.`;
    case 'invalid_value':
      return Array.isArray(issue.values)
        ? `Debe ser uno de: ${issue.values.join(', ')}.`
        : 'No es uno de los valores admitidos.';
    case 'invalid_union': {
      const known = Array.isArray(issue.options)
        ? issue.options.filter((option) => option !== undefined)
        : [];
      return known.length === 0 ? 'No es válido.' : `Debe ser uno de: ${known.join(', ')}.`;
    }
    case 'unrecognized_keys':
      return 'Tiene un campo que no existe.';
    case 'invalid_format':
      return FORMATS[String(issue.format)] ?? 'No tiene el formato esperado.';
    default:
      return 'No es válido.';
  }
}
