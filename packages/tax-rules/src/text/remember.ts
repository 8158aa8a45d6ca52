/**
 * A function that does its work once for each key. For the length of one call over many rows: reports
 * repeat wordings and names, and reading a text costs more than looking it up.
 */
export function remember<Input, Output>(
  keyOf: (input: Input) => string,
  work: (input: Input) => Output,
): (input: Input) => Output {
  const known = new Map<string, { readonly output: Output }>();
  return (input) => {
    const key = keyOf(input);
    const found = known.get(key) ?? { output: work(input) };
    known.set(key, found);
    return found.output;
  };
}

/** Several times DIAN's vocabulary, and about two megabytes of text at most. */
const KEPT = { texts: 4_096, characters: 1_000_000, longest: 300 };

/**
 * A function of a text that remembers its answers from call to call, for texts that are the same in everybody's reports: the
 * few hundred wordings of DIAN. Files may bring any others, so what is kept is bounded and dropped as a whole when it is
 * full: a file full of inventions then costs one more reading of each usual wording and nothing else.
 * Not for names or numbers of people, which do not come again and should not stay.
 */
export function rememberWordings<Output>(
  work: (text: string) => Output,
  most: typeof KEPT = KEPT,
): (text: string) => Output {
  const known = new Map<string, { readonly output: Output }>();
  let characters = 0;
  return (text) => {
    const found = known.get(text);
    if (found) return found.output;
    const output = work(text);
    if (text.length > most.longest) return output;
    if (known.size >= most.texts || characters + text.length > most.characters) {
      known.clear();
      characters = 0;
    }
    known.set(copyOf(text), { output });
    characters += text.length;
    return output;
  };
}

/** A text that was cut from a longer one keeps that one in memory; a copy keeps nothing else. */
function copyOf(text: string): string {
  return ` ${text}`.slice(1);
}
