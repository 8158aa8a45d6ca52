import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RagError } from '../errors.ts';
import { parsePassage, passageKey, type Passage } from './passage.ts';

const SHIPPED_CORPUS = fileURLToPath(new URL('../../corpus/', import.meta.url));

/**
 * Every passage of a folder of corpus files, by id. Without a folder: the guide to the individual income tax that ships here.
 * @throws RagError `corpus_invalid` on a malformed file, or on two versions of one rule that cover the same taxable year.
 */
export async function readCorpus(folder: string = SHIPPED_CORPUS): Promise<Passage[]> {
  const fileNames = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
  const passages = await Promise.all(
    fileNames.map(async (name) => parsePassage(name, await readFile(join(folder, name), 'utf8'))),
  );
  rejectOverlappingVersions(passages);
  return passages;
}

// A citation resolves a rule to the one version in force in a year; two of them would make it arbitrary.
function rejectOverlappingVersions(passages: readonly Passage[]): void {
  for (const [key, versions] of Map.groupBy(passages, (passage) => passageKey(passage.id))) {
    const ordered = versions.toSorted((a, b) => (a.validFrom ?? 0) - (b.validFrom ?? 0));
    for (const [index, later] of ordered.entries()) {
      const earlier = ordered[index - 1];
      if (earlier !== undefined && (earlier.validTo ?? Infinity) >= (later.validFrom ?? 0)) {
        throw new RagError('corpus_invalid', `Versions ${earlier.id} and ${later.id} of ${key} cover the same year.`, { key });
      }
    }
  }
}
