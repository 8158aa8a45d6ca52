import type { AnswerNoteCode } from './types.ts';

/** What who asked should know of how the answer came about, in Spanish. */
export const NOTES: Readonly<Record<AnswerNoteCode, string>> = {
  model_failed: 'El modelo de lenguaje no está disponible; la respuesta es la de las reglas.',
  model_timeout: 'El modelo de lenguaje no respondió a tiempo; la respuesta es la de las reglas.',
  model_interrupted: 'El modelo de lenguaje se interrumpió; la respuesta se completó con la de las reglas.',
  model_unusable:
    'El modelo de lenguaje no dio una respuesta que se pudiera comprobar; la respuesta es la de las reglas.',
  model_busy:
    'Su organización ya usó el modelo de lenguaje todo lo que puede en un minuto; la respuesta es la de las reglas.',
  budget_spent:
    'Su organización agotó el presupuesto del modelo de lenguaje de este mes; la respuesta es la de las reglas.',
  sentences_dropped:
    'Parte de lo que redactó el modelo no coincidía con los datos y se descartó; se añadió la respuesta de las reglas.',
  searched_by_words:
    'La búsqueda de normas por su significado no está disponible; estas se buscaron solo por sus palabras.',
  draft_outdated:
    'El borrador es anterior a los últimos cambios: calcule uno nuevo para tener cifras al día.',
};
