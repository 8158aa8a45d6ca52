import { problem } from '@accountia/task-contracts/api';
import type { z } from 'zod';

/** What each status of a refusal means, for the reference page. */
const PROBLEMS = {
  400: 'Los datos de la solicitud no son válidos; `details.fields` dice cuáles.',
  401: 'Falta la clave de acceso o no es válida.',
  404: 'No existe en su organización.',
  408: 'El archivo no terminó de llegar a tiempo.',
  409: 'Choca con el estado actual o con otra solicitud.',
  410: 'Existió y se eliminó.',
  413: 'El archivo supera 25 MiB.',
  415: 'El archivo es de otro tipo: texto, PDF, .xls…',
  422: 'El archivo está vacío, dañado, incompleto o protegido.',
  429: 'Hay demasiadas cargas a la vez, o demasiado trabajo en espera; `Retry-After` dice cuándo volver.',
  500: 'Error interno.',
  503: 'Un servicio del que dependemos no responde.',
} as const;

type ProblemStatus = keyof typeof PROBLEMS;

const problemContent = { 'application/problem+json': { schema: problem } };

/** Responses that every route may give, and those named. Typed as Response, for the error handler writes them. */
export function problems(...statuses: readonly ProblemStatus[]) {
  const all = new Set<ProblemStatus>([400, 401, ...statuses, 500, 503]);
  return Object.fromEntries(
    [...all].map((status) => [status, { description: PROBLEMS[status], content: problemContent }]),
  );
}

/** A JSON body with an example of it. */
export function json<Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  example: z.output<Schema>,
) {
  return { description, content: { 'application/json': { schema, example } } };
}

/** A refusal whose reason is the route's own. */
export function problemOf(description: string) {
  return { description, content: problemContent };
}

/** A JSON body that must be there, with an example of it. */
export function body<Schema extends z.ZodType>(schema: Schema, example: z.input<Schema>) {
  return { required: true, content: { 'application/json': { schema, example } } };
}
