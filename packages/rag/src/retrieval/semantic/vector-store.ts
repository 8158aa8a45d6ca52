export interface StoredVector {
  readonly contentHash: string;
  readonly vector: readonly number[];
}

export interface Neighbour {
  readonly contentHash: string;
  /** Cosine, 1 for the same direction. */
  readonly similarity: number;
}

/**
 * Where the vectors of chunks are kept, by model and content: a text that did not change is never embedded again. Both
 * implementations keep the same promises, which one suite of tests holds them to.
 */
export interface VectorStore {
  readonly kind: 'pgvector' | 'exact';
  /** Those of the hashes that have no vector of this model. */
  missing(model: string, contentHashes: readonly string[]): Promise<string[]>;
  /** Stores vectors; one that is there is replaced. All of a model have the same length. */
  put(model: string, vectors: readonly StoredVector[]): Promise<void>;
  /** The most similar chunks of the stored corpus, best first. */
  nearest(model: string, vector: readonly number[], limit: number): Promise<Neighbour[]>;
  /** How long the vectors of a model are; null when it has none. */
  dimensions(model: string): Promise<number | null>;
  /** Deletes the vectors of a model. */
  forget(model: string): Promise<void>;
  /** Deletes vectors of texts that are in no chunk any more; answers with how many. */
  prune(): Promise<number>;
}
