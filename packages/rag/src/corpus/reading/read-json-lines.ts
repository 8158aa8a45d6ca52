import { z } from 'zod';
import { RagError } from '../../errors.ts';
import { STATUSES } from '../passage.ts';
import type { ReadPassage } from './read-passages.ts';
import { CORPUS_LIMITS } from './limits.ts';

const taxableYear = z.number().int().min(1900).max(2200);
const day = z.iso.date();

const line = z.object({
  article: z.union([z.string().min(1).max(200), z.number()]).transform(String),
  title: z.string().max(2_000).default(''),
  text: z.string().max(CORPUS_LIMITS.passageCharacters),
  norm: z.string().min(1).optional(),
  book: z.string().nullish(),
  heading: z.string().nullish(),
  status: z.enum(STATUSES).default('vigente'),
  source: z.string().min(1).optional(),
  url: z.string().min(1).optional(),
  topics: z.array(z.string()).default([]),
  /** Taxable years, or days. */
  validFrom: z.union([taxableYear, day]).nullish(),
  validTo: z.union([taxableYear, day]).nullish(),
});

/**
 * One passage a line: `{"article","title","text"}` and, when known, norm, book, status, source or url, topics, validFrom
 * and validTo. Lines without a text are headings and are left out.
 * @throws RagError `corpus_invalid` with the number of the line.
 */
export function readJsonLines(name: string, content: string): ReadPassage[] {
  const passages: ReadPassage[] = [];
  let number = 0;
  for (const text of content.split('\n')) {
    number += 1;
    if (text.trim() === '') continue;
    const parsed = line.safeParse(parseJson(name, number, text));
    if (!parsed.success) {
      throw new RagError(
        'corpus_invalid',
        `Line ${number} of ${name} is not a passage, correct it: ${z.prettifyError(parsed.error)}`,
        { name, line: number },
      );
    }
    const { text: body, book, heading, url, source, validFrom, validTo, ...rest } = parsed.data;
    if (body.trim() === '') continue;
    passages.push({
      ...rest,
      body,
      heading: heading ?? book ?? null,
      source: source ?? url ?? null,
      ...periodOf(validFrom ?? null, validTo ?? null),
    });
  }
  return passages;
}

/** A rule that begins on a day applies from its taxable year on. */
function periodOf(from: number | string | null, to: number | string | null) {
  return {
    validFrom: typeof from === 'string' ? Number(from.slice(0, 4)) : from,
    validTo: typeof to === 'string' ? Number(to.slice(0, 4)) : to,
    inForceFrom: typeof from === 'string' ? from : null,
    inForceTo: typeof to === 'string' ? to : null,
  };
}

function parseJson(name: string, number: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RagError('corpus_invalid', `Line ${number} of ${name} is not JSON, correct it.`, { name, line: number }, error);
  }
}
