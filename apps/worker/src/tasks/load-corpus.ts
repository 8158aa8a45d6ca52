import path from 'node:path';
import { chooseFiles, loadCollection } from '@accountia/rag';
import type { loadCorpusCollection } from '@accountia/task-contracts';
import type { TaskHandler } from '@accountia/task-runtime';
import type { WorkerDependencies } from '../dependencies.ts';
import { withTaskErrors } from '../task-errors.ts';

/**
 * Batches are stored as they are read, in transactions of their own: one for a whole library would hold its locks for
 * minutes, and lose all when the worker dies. A run that starts again finds what is there and goes on, so each passage is
 * stored once however often that happens.
 */
export function createLoadCorpusHandler(
  dependencies: Pick<WorkerDependencies, 'objects' | 'corpusEmbedding'>,
): TaskHandler<typeof loadCorpusCollection> {
  const { objects, corpusEmbedding } = dependencies;
  return {
    async execute({ db, payload, attempt, signal, progress }) {
      const { collection, prefix } = payload;
      const loaded = await withTaskErrors({ attempt }, async () => {
        const names: string[] = [];
        for await (const object of objects.list(prefix, {})) {
          signal.throwIfAborted();
          names.push(object.name);
        }
        const files = chooseFiles(names, prefix, (name) => ({
          name: name.slice(prefix.length).replace(/^\/+/, '') || path.posix.basename(name),
          open: () => objects.stream(name, { signal }),
        }));
        return await loadCollection(db, { collection, files, signal, onProgress: progress });
      });
      corpusEmbedding?.wake();
      return { apply: () => Promise.resolve(loaded) };
    },
  };
}
