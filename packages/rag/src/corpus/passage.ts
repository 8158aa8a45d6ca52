import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { z } from 'zod';
import { RagError } from '../errors.ts';

const taxableYear = z.number().int().min(1990).max(2100);

/** Whether a rule stands: `modificado` is in force in the words of a later law. */
export const STATUSES = ['vigente', 'modificado', 'derogado', 'inexequible', 'suspendido'] as const;
export type PassageStatus = (typeof STATUSES)[number];

const frontMatter = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  norm: z.string().min(1),
  article: z.string().min(1),
  title: z.string().min(1),
  topics: z.array(z.string().regex(/^[a-z0-9-]+$/)).min(1),
  validFrom: taxableYear.optional(),
  validTo: taxableYear.optional(),
  source: z.string().min(1),
  status: z.enum(STATUSES).optional(),
});

/** A citable piece of the tax corpus, as written in one file of `corpus/`. */
export interface Passage {
  id: string;
  norm: string;
  article: string;
  title: string;
  body: string;
  topics: string[];
  validFrom: number | null;
  validTo: number | null;
  source: string;
  /** `vigente` unless given. */
  status?: PassageStatus;
  /** Book or title it stands under. */
  heading?: string | null;
  /** First and last day, `2023-01-01`, where the source says them. */
  inForceFrom?: string | null;
  inForceTo?: string | null;
}

/**
 * Reads one corpus file: YAML front matter between `---` lines, then the text.
 * @throws RagError `corpus_invalid` naming the file and what is wrong with it.
 */
export function parsePassage(fileName: string, text: string): Passage {
  const match = /^---\r?\n(?<header>[\s\S]*?)\r?\n---\r?\n(?<body>[\s\S]*)$/.exec(text);
  if (match?.groups === undefined) {
    throw new RagError('corpus_invalid', `Corpus file ${fileName} does not start with front matter between --- lines.`, { fileName });
  }
  const header = frontMatter.safeParse(parseYaml(fileName, match.groups['header'] ?? ''));
  if (!header.success) {
    throw new RagError('corpus_invalid', `Corpus file ${fileName} has invalid front matter: ${z.prettifyError(header.error)}`, { fileName });
  }
  const { validFrom = null, validTo = null, status, ...fields } = header.data;
  const body = (match.groups['body'] ?? '').trim();
  if (body === '') throw new RagError('corpus_invalid', `Corpus file ${fileName} has no text.`, { fileName });
  if (`${fields.id}.md` !== fileName) {
    throw new RagError('corpus_invalid', `Corpus file ${fileName} declares the id ${fields.id}; both must agree.`, { fileName });
  }
  if (validFrom !== null && validTo !== null && validFrom > validTo) {
    throw new RagError('corpus_invalid', `Corpus file ${fileName} ends (${validTo}) before it begins (${validFrom}).`, { fileName });
  }
  return { ...fields, body, validFrom, validTo, ...(status === undefined ? {} : { status }) };
}

/** Content hash that decides whether a stored passage is out of date. Field order is fixed; adding a field changes every hash. */
export function passageHash(passage: Passage): string {
  const { id, norm, article, title, body, topics, validFrom, validTo, source } = passage;
  const { status = 'vigente', heading = null, inForceFrom = null, inForceTo = null } = passage;
  const content = [id, norm, article, title, body, topics, validFrom, validTo, source, status, heading, inForceFrom, inForceTo];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** The rule a passage is a version of: `et-242.v2019` and `et-242` are both `et-242`. */
export function passageKey(id: string): string {
  return id.replace(/\.v\d{4}$/, '');
}

/** The text without its worked example, whose invented figures must never be taken for the taxpayer's. */
export function bodyWithoutExample(body: string): string {
  return body
    .split(/\n\s*\n/)
    .filter((paragraph) => !paragraph.startsWith('Ejemplo:'))
    .join('\n\n');
}

function parseYaml(fileName: string, header: string): unknown {
  try {
    return parse(header);
  } catch (error) {
    throw new RagError('corpus_invalid', `Corpus file ${fileName} has front matter that is not YAML.`, { fileName }, error);
  }
}
