import { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnvironment } from '../context.ts';
import { fieldMessage } from '../messages/index.ts';
import { type FieldProblem, invalidFields } from '../problems/api-error.ts';

const LOCATIONS: Readonly<Record<string, FieldProblem['location']>> = {
  query: 'query',
  param: 'path',
  header: 'header',
  json: 'body',
  form: 'body',
};

/** A router whose inputs are refused with the fields named, the same way on every route. */
export function createRouter(): OpenAPIHono<ApiEnvironment> {
  return new OpenAPIHono<ApiEnvironment>({
    defaultHook: (result) => {
      if (result.success) return;
      throw invalidFields(
        result.error.issues.map((issue) => ({
          location: LOCATIONS[result.target] ?? 'body',
          field: issue.path.join('.'),
          message: fieldMessage(issue),
        })),
      );
    },
  });
}

export const SECURITY = [{ apiKey: [] }];

/** Groups of the reference page. */
export const TAGS = {
  documents: {
    name: 'Documentos',
    description:
      'Cargar reportes de información exógena de la DIAN, o los archivos que una empresa presenta, y ver qué se leyó de ellos.',
  },
  bulk: {
    name: 'Medios magnéticos',
    description:
      'Lo que una empresa informa de sus terceros (formatos 1001 a 5252): los registros del archivo y sus totales.',
  },
  declarations: {
    name: 'Declaraciones',
    description:
      'La declaración de un contribuyente en un año gravable: sus datos, su resumen y las recomendaciones con la ley que citan.',
  },
  questions: {
    name: 'Preguntas',
    description:
      'Preguntar por una declaración en palabras propias: la respuesta cita sus datos y la ley, y queda guardada.',
  },
  drafts: {
    name: 'Borradores',
    description:
      'El formulario 210 casilla por casilla, con la regla, el artículo y los datos que hay detrás; sus versiones y lo que cambió en cada una.',
  },
  reviews: {
    name: 'Revisión',
    description:
      'Lo que ninguna regla conoce y lo que parece repetido: una persona lo decide, queda registrado y se puede devolver.',
  },
  comparisons: {
    name: 'Comparaciones',
    description: 'Dos descargas, los totales de la DIAN, los certificados y el año anterior.',
  },
  exports: { name: 'Entregables', description: 'El libro de resultados y el resumen en PDF.' },
  runs: {
    name: 'Tareas',
    description: 'El trabajo en segundo plano: su estado, su progreso en vivo, cancelarlo y repetirlo.',
  },
  notifications: {
    name: 'Avisos',
    description: 'Lo que conviene saber sin preguntar: los vencimientos que se acercan.',
  },
  usage: { name: 'Uso', description: 'Lo que se usa del modelo de lenguaje y su presupuesto.' },
  health: { name: 'Salud', description: 'Si el servicio y lo que necesita responden.' },
} as const;
