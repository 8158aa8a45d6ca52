import type { CorpusFile } from '@accountia/rag';
import { defineCommand } from '../command.ts';
import { collectionOf, enqueueLoad, listObjects } from '../corpus/corpus-source.ts';
import { withCorpus } from '../corpus/with-corpus.ts';
import { UsageError } from '../errors.ts';
import { locate } from '../report/locate.ts';
import { print, printError, printJson } from '../terminal/output.ts';

const STORE_PREFIX = 'gs://';

export const corpusLoad = defineCommand({
  usage: '<file|directory|gs://bucket/prefix> [--collection <name>] [--background] [--json]',
  description:
    'Loads law from Markdown, HTML, PDF, DOCX or JSON lines, each also with .gz, into the tax corpus. Loading again touches\n' +
    'only what changed, and goes on where it was interrupted. Texts that are replaced stay as earlier versions.\n' +
    'A line of JSON is {"article", "title", "text"} and, when known, norm, book, status, source or url, topics, validFrom, validTo.',
  options: {
    collection: {
      type: 'string',
      value: 'name',
      description: 'Name of what is loaded; that of the file or directory unless given',
    },
    background: { type: 'boolean', description: 'Have a worker do it (gs:// only), and print the run' },
    json: {
      type: 'boolean',
      description: 'Print {collection, inserted, updated, unchanged, removed, files, unchangedFiles}',
    },
  },
  words: { min: 1, max: 1 },
  async run({ options, words }) {
    const [given = ''] = words;
    const inStore = given.startsWith(STORE_PREFIX);
    const { listCorpusFiles, loadCollection } = await import('@accountia/rag');
    const collection = options.collection ?? (await collectionOf(given));
    if (options.background) {
      if (!inStore)
        throw new UsageError('--background needs a gs:// prefix: a worker cannot read files of this machine');
      const runId = await enqueueLoad(collection, given.slice(STORE_PREFIX.length));
      if (options.json) printJson({ runId });
      else print(runId);
      return 0;
    }
    // A wrong path should cost no start of services.
    const local = inStore ? null : await listCorpusFiles(locate(given));
    const loaded = await withCorpus(inStore ? ['object store'] : [], async (db, variables) => {
      const files: readonly CorpusFile[] =
        local ?? (await listObjects(given.slice(STORE_PREFIX.length), variables));
      return await loadCollection(db, {
        collection,
        files,
        onProgress: ({ files: done, allFiles, passages }) => {
          if (process.stderr.isTTY) printError(`${done} of ${allFiles} files, ${passages} passages`);
        },
      });
    });
    if (options.json) printJson(loaded);
    else
      print(
        `${loaded.collection}: ${loaded.inserted} new, ${loaded.updated} changed, ${loaded.unchanged} as they were, ` +
          `${loaded.removed} gone (${loaded.files} files, ${loaded.unchangedFiles} of them unchanged)`,
      );
    return 0;
  },
});
