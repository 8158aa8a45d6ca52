/** Everything that commands print goes through here: answers to standard output, remarks to standard error. */
export function print(text = ''): void {
  process.stdout.write(`${text}\n`);
}

export function printError(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Whole numbers of any size become decimal strings, as everywhere on the wire. */
export function printJson(value: unknown): void {
  print(
    JSON.stringify(
      value,
      (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner),
      2,
    ),
  );
}

/** A reader that has heard enough (`accountia logs | head`) is no fault of ours. */
export function endQuietlyWithoutReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
}
