/** Longer than any sentence that a person reads: it is taken as one, and will hardly pass the checks. */
const LONGEST_SENTENCE = 1_200;

// Names of sources after the full stop belong to the sentence before it.
const REFERENCES = String.raw`(?:\s*\[[FP]\d+(?:\s*[,;y]\s*[FP]\d+)*\])*`;
const END = new RegExp(String.raw`[.!?…]["»”)]*${REFERENCES}(?=\s+["«“(¿¡]?[\p{Lu}\[•-])|\n`, 'u');

/** Cuts text that arrives in pieces into sentences: none is given before it is whole. */
export interface SentenceReader {
  feed(text: string): string[];
  /** What is left when nothing more comes. */
  end(): string[];
}

export function createSentenceReader(): SentenceReader {
  let buffer = '';
  function* take(): Generator<string> {
    for (;;) {
      const match = END.exec(buffer);
      const end =
        match === null
          ? buffer.length > LONGEST_SENTENCE
            ? buffer.length
            : -1
          : match.index + match[0].length;
      if (end === -1) return;
      const sentence = buffer.slice(0, end).trim();
      buffer = buffer.slice(end);
      if (sentence !== '') yield sentence;
    }
  }
  return {
    feed(text) {
      buffer += text;
      return [...take()];
    },
    end() {
      const rest = buffer.trim();
      buffer = '';
      return rest === '' ? [] : [rest];
    },
  };
}
