import { type Details, number, text, workbookErrorMessage } from '@accountia/excel-parser/messages';

/** Why a run ended without a result, besides what may be wrong with a workbook. */
const RUN_MESSAGES: Readonly<Record<string, (details: Details) => string>> = {
  cancelled: () => 'Se canceló a petición.',
  expired: () => 'No empezó antes de su fecha límite.',
  timeout: ({ timeoutMs }) =>
    `Tardó más de lo permitido (${Math.round(number(timeoutMs, 300_000) / 1000)} segundos).`,
  worker_lost: () => 'El proceso que la ejecutaba se detuvo. Se intenta de nuevo.',
  worker_stopped: () => 'El proceso que la ejecutaba se apagó. Se intenta de nuevo.',
  attempts_exhausted: ({ maxAttempts }) => `Se intentó ${text(maxAttempts, 'varias')} veces sin éxito.`,
  worker_lost_repeatedly: () =>
    'Los procesos que la ejecutaban se detuvieron una y otra vez. No se intenta más.',
  child_failed: ({ failed }) => `No terminaron bien ${text(failed, 'algunas')} de las tareas que esperaba.`,
  rate_limited: () => 'Espera su turno para usar el modelo de lenguaje.',
  unknown_task: () => 'Ningún proceso conoce todavía esta tarea. Se intenta de nuevo.',
  invalid_payload: () => 'Los datos de la tarea no son válidos.',
  invalid_result: () => 'La tarea produjo un resultado que no es válido.',
  document_gone: () => 'El documento ya no existe: se eliminó antes de leerlo.',
  document_uploaded_again: () => 'El mismo archivo se cargó de nuevo; vale la carga más reciente.',
  declaration_gone: () => 'La declaración ya no existe.',
  object_changed: () => 'El archivo guardado no es el que se cargó. Cárguelo de nuevo.',
  object_not_found: () => 'El archivo guardado ya no está. Cárguelo de nuevo.',
  object_corrupt: () => 'El archivo guardado llegó dañado. Se intenta de nuevo.',
  access_denied: () => 'El almacén de archivos no nos dio acceso. Avise a quien administra el sistema.',
  bucket_not_found: () => 'El almacén de archivos no está configurado. Avise a quien administra el sistema.',
  object_store_unavailable: () => 'El almacén de archivos no responde. Se intenta de nuevo.',
  parse_memory_exceeded: () => 'Leer el libro pide más memoria de la permitida: tiene demasiado contenido.',
  parse_thread_ended: () => 'La lectura del libro se detuvo antes de terminar.',
  model_failed: () => 'El modelo de lenguaje no respondió bien.',
  model_timeout: () => 'El modelo de lenguaje tardó demasiado.',
  corpus_source_missing: () => 'No existe el archivo de normas que se iba a cargar.',
  corpus_empty: ({ place }) => `No hay normas para cargar en ${text(place, 'ese lugar')}.`,
  corpus_format_unknown: ({ name }) =>
    `No sabemos leer ${text(name, 'el archivo')}: su tipo no está entre los admitidos.`,
  corpus_file_broken: ({ name }) =>
    `No se pudo leer ${text(name, 'el archivo')}. Guárdelo de nuevo y vuelva a cargarlo.`,
  corpus_file_too_large: ({ name }) =>
    `${text(name, 'El archivo')} es demasiado grande. Divídalo y vuelva a cargarlo.`,
  corpus_invalid: ({ name }) =>
    `Hay un error en el contenido de ${text(name, 'las normas')}. Corríjalo y vuelva a cargarlo.`,
  unknown_year: ({ year }) =>
    `Todavía no tenemos los valores de ley del año gravable ${text(year, 'del reporte')}.`,
};

const UNFORESEEN =
  'Ocurrió un error que no esperábamos. Puede intentarlo de nuevo; si se repite, escríbanos con el identificador.';

/** What a person reads about the failure of a document or run, made from its code and facts. */
export function failureMessage(code: string, details: Details): string {
  return workbookErrorMessage(code, details) ?? RUN_MESSAGES[code]?.(details) ?? UNFORESEEN;
}
