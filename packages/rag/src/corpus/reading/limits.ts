/** What a file may cost at most. Corpora come from the net: some are broken, and one may be made to do harm. */
export const CORPUS_LIMITS = {
  /** Of one file as it is stored. */
  fileBytes: 64 * 1024 * 1024,
  /** Of one file unpacked, and of the text in it. */
  unpackedBytes: 256 * 1024 * 1024,
  /** Characters of one passage: the longest article of the statute has 23,000. */
  passageCharacters: 500_000,
  /** Parts of an archive. */
  archiveEntries: 2_000,
  pages: 5_000,
  extractionMs: 120_000,
  extractionMemoryMib: 768,
  /** Of a directory or prefix. */
  files: 20_000,
  passagesPerFile: 100_000,
} as const;
