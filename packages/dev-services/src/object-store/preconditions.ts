import type { IncomingHttpHeaders } from 'node:http';
import { invalid, preconditionFailed, StorageApiError } from './errors.ts';
import type { ObjectRecord } from './resources.ts';

/** The conditions a request sets on the object it finds; all must hold. */
export interface Preconditions {
  generation?: string;
  notGeneration?: string;
  metageneration?: string;
  notMetageneration?: string;
}

export function preconditionsFromQuery(query: URLSearchParams): Preconditions {
  return collect({
    generation: query.get('ifGenerationMatch'),
    notGeneration: query.get('ifGenerationNotMatch'),
    metageneration: query.get('ifMetagenerationMatch'),
    notMetageneration: query.get('ifMetagenerationNotMatch'),
  });
}

/** The same conditions as the XML API, and with it signed URLs, spells them. */
export function preconditionsFromHeaders(headers: IncomingHttpHeaders): Preconditions {
  return collect({
    generation: headers['x-goog-if-generation-match'],
    metageneration: headers['x-goog-if-metageneration-match'],
  });
}

/** Throws 412 when a condition does not hold for the object there (null: there is none, generation 0). */
export function checkPreconditions(conditions: Preconditions, current: ObjectRecord | null): void {
  const generation = current?.generation ?? '0';
  const metageneration = current?.metageneration ?? '0';
  if (conditions.generation !== undefined && conditions.generation !== generation) throw preconditionFailed();
  if (conditions.metageneration !== undefined && conditions.metageneration !== metageneration) {
    throw preconditionFailed();
  }
  if (conditions.notGeneration === generation || conditions.notMetageneration === metageneration) {
    throw preconditionFailed();
  }
}

/** As above for reading, where "it is still what you have" is not an error but 304. */
export function checkReadPreconditions(conditions: Preconditions, current: ObjectRecord): void {
  const { notGeneration, notMetageneration, ...matching } = conditions;
  checkPreconditions(matching, current);
  if (notGeneration === current.generation || notMetageneration === current.metageneration) {
    throw new StorageApiError(304, 'notModified', 'Not Modified');
  }
}

function collect(found: Record<keyof Preconditions, unknown> | Record<string, unknown>): Preconditions {
  const conditions: Record<string, string> = {};
  for (const [name, value] of Object.entries(found)) {
    if (value === null || value === undefined) continue;
    if (typeof value !== 'string' || !/^\d+$/.test(value))
      throw invalid(`Invalid precondition: ${String(value)}`);
    conditions[name] = value;
  }
  return conditions;
}
