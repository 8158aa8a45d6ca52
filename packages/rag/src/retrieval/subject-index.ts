import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { fold } from './lexical/words.ts';

/** `689-2: firmeza rápida, beneficio de auditoría`. */
const LINE = /^(?<article>\d+(?:-\d+)*): (?<subjects>.+)$/;
const FOLDER = fileURLToPath(new URL('../../subject-index/', import.meta.url));
const STATUTE = 'estatuto tributario';

let read: Promise<ReadonlyMap<string, string>> | null = null;

/**
 * What each article of the Estatuto Tributario is about in the words of those who ask, like the index at the end of an
 * accountant's copy. It is searched and never shown.
 */
export function subjectsByArticle(): Promise<ReadonlyMap<string, string>> {
  read ??= readFolder().catch((error: unknown) => {
    read = null;
    throw error;
  });
  return read;
}

/** Other norms count their articles too: the subjects are those of the Estatuto alone. */
export function hasSubjects(norm: string): boolean {
  return fold(norm) === STATUTE;
}

async function readFolder(): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.txt')).sort();
  const subjects = new Map<string, string>();
  for (const name of names) {
    for (const line of (await readFile(`${FOLDER}${name}`, 'utf8')).trimEnd().split('\n')) {
      const { article, subjects: written } = LINE.exec(line)?.groups ?? {};
      if (article === undefined || written === undefined || subjects.has(article))
        throw new Error(
          `${name} of the subject index has a line without subjects or an article twice: ${line}`,
        );
      subjects.set(article, written);
    }
  }
  return subjects;
}
