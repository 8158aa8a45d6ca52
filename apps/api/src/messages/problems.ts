import { type Details, number, text } from '@accountia/excel-parser/messages';

/** What a person reads about a refused request: a title for the kind, a sentence for the case. */
export interface ProblemText {
  readonly title: string;
  readonly detail: (details: Details) => string;
}

const say = (title: string, detail: string | ((details: Details) => string)): ProblemText => ({
  title,
  detail: typeof detail === 'string' ? () => detail : detail,
});

/** Every problem that this API answers with, besides those of a workbook. In Colombian Spanish. */
export const PROBLEM_TEXTS = {
  missing_api_key: say(
    'Falta la clave de acceso',
    'Envíe su clave en el encabezado Authorization: Bearer ack_….',
  ),
  invalid_api_key: say(
    'Clave de acceso no válida',
    'La clave no existe o fue revocada. Pida una nueva a quien administra su organización.',
  ),
  invalid_request: say('Solicitud no válida', ({ fields }) =>
    Array.isArray(fields) && fields.length > 0
      ? `Corrija: ${fields.map((field: Details) => `${text(field.field, 'solicitud')} (${lowerFirst(text(field.message, 'no es válido'))})`).join('; ')}.`
      : 'Algún dato de la solicitud no es válido.',
  ),
  invalid_cursor: say(
    'Cursor no válido',
    'El cursor no es uno de los que entrega esta lista. Empiece de nuevo sin cursor.',
  ),
  route_not_found: say('Ruta desconocida', 'Esta dirección no existe en la API. Consulte /reference.'),
  method_not_allowed: say('Método no permitido', ({ allowed }) =>
    Array.isArray(allowed)
      ? `Esta dirección solo admite ${allowed.join(', ')}.`
      : 'Esta dirección no admite ese método.',
  ),
  document_not_found: say(
    'Documento no encontrado',
    'No hay un documento con ese identificador en su organización.',
  ),
  declaration_not_found: say(
    'Declaración no encontrada',
    'No hay una declaración con ese identificador en su organización.',
  ),
  run_not_found: say('Tarea no encontrada', 'No hay una tarea con ese identificador en su organización.'),
  draft_not_found: say(
    'Borrador no encontrado',
    'La declaración no tiene esa versión del borrador. Calcule una primero.',
  ),
  finding_not_found: say(
    'Hallazgo no encontrado',
    'La declaración no tiene ese hallazgo: sus datos pueden haber cambiado. Consulte la lista de nuevo.',
  ),
  insight_not_found: say(
    'Recomendación no encontrada',
    'La declaración no tiene esa recomendación: un análisis nuevo pudo reemplazarla. Consulte la lista de nuevo.',
  ),
  review_decision_not_found: say(
    'Decisión no encontrada',
    'No hay una decisión con ese identificador en su organización.',
  ),
  review_decision_not_in_force: say(
    'La decisión ya no está vigente',
    'Ya se devolvió o la reemplazó otra más nueva: solo se puede devolver la vigente.',
  ),
  form_unknown: say('Formulario desconocido', ({ knownYears }) =>
    Array.isArray(knownYears)
      ? `Solo se conoce el formulario 210 de los años gravables ${knownYears.join(', ')}.`
      : 'No se conoce el formulario 210 de ese año gravable.',
  ),
  form_of_non_residents: say(
    'No es el formulario 210',
    'Quien no es residente fiscal en Colombia declara en el formulario 110.',
  ),
  document_of_another_declaration: say(
    'El documento es de otra declaración',
    'Solo se comparan documentos de la misma declaración, ya procesados y de la misma forma de reporte.',
  ),
  too_many_entries: say(
    'Demasiados datos',
    ({ maximum }) => `Los entregables se hacen de declaraciones de hasta ${text(maximum, '50000')} datos.`,
  ),
  nothing_to_compare: say('No hay con qué comparar', ({ missing }) =>
    missing === 'previous-year'
      ? 'No hay una declaración de este contribuyente del año anterior.'
      : missing === 'current-document'
        ? 'La declaración no tiene un documento vigente de esa forma de reporte.'
        : 'El reporte se ha descargado una sola vez.',
  ),
  document_purged: say(
    'Documento eliminado',
    'El archivo se eliminó al cumplirse su tiempo de conservación.',
  ),
  unsupported_media_type: say(
    'Formato de solicitud no admitido',
    ({ expected }) => `Envíe el contenido como ${text(expected, 'multipart/form-data')}.`,
  ),
  invalid_multipart: say(
    'Formulario mal formado',
    'No se pudo leer el formulario multipart/form-data: llegó incompleto o mal escrito.',
  ),
  upload_interrupted: say('Carga interrumpida', 'La conexión se cortó antes de que llegara todo el archivo.'),
  file_missing: say('Falta el archivo', 'Envíe el reporte en el campo "file" del formulario.'),
  too_many_files: say('Más de un archivo', 'Envíe un solo archivo por solicitud, en el campo "file".'),
  file_too_large: say(
    'Archivo demasiado grande',
    ({ maxBytes }) => `El archivo supera el máximo de ${mebibytes(maxBytes)} MiB.`,
  ),
  request_too_large: say(
    'Solicitud demasiado grande',
    'El contenido de la solicitud supera lo que esta dirección admite.',
  ),
  upload_timeout: say(
    'La carga tardó demasiado',
    'El archivo no terminó de llegar a tiempo. Revise su conexión e inténtelo de nuevo.',
  ),
  too_many_uploads: say(
    'Demasiadas cargas a la vez',
    'Estamos recibiendo otros archivos. Inténtelo de nuevo en unos segundos.',
  ),
  queue_full: say('Demasiado trabajo en espera', ({ maxUnfinishedRuns }) =>
    maxUnfinishedRuns === undefined
      ? 'Su organización tiene tareas que esperan desde hace demasiado. Vuelva a intentarlo en unos segundos.'
      : `Su organización ya tiene ${text(maxUnfinishedRuns, 'el máximo de')} tareas sin terminar. Vuelva a intentarlo en unos segundos.`,
  ),
  idempotency_key_reused: say(
    'Clave de idempotencia repetida',
    'Esa Idempotency-Key ya se usó con otra solicitud. Use una clave nueva.',
  ),
  run_not_finished: say(
    'La tarea no ha terminado',
    'Solo se puede repetir una tarea que falló, se canceló o venció.',
  ),
  run_already_completed: say(
    'La tarea ya terminó bien',
    'No hay nada que repetir: la tarea terminó con éxito.',
  ),
  service_unavailable: say(
    'Servicio no disponible',
    'Un servicio del que dependemos no responde. Inténtelo de nuevo en unos segundos.',
  ),
  internal_error: say(
    'Error interno',
    'Algo falló de nuestro lado. Si se repite, escríbanos con el requestId.',
  ),
} as const satisfies Record<string, ProblemText>;

export type ProblemCode = keyof typeof PROBLEM_TEXTS;

function mebibytes(bytes: unknown): string {
  return String(Math.floor(number(bytes, 0) / (1024 * 1024)));
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}
