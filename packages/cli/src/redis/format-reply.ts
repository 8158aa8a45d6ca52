/** A reply as redis-cli shows it. */
export function formatReply(reply: unknown, indent = ''): string {
  if (reply === null || reply === undefined) return '(nil)';
  if (typeof reply === 'number' || typeof reply === 'bigint') return `(integer) ${reply}`;
  if (typeof reply === 'string') return JSON.stringify(reply);
  if (Buffer.isBuffer(reply)) return JSON.stringify(reply.toString('utf8'));
  if (!Array.isArray(reply)) return JSON.stringify(reply);
  if (reply.length === 0) return '(empty array)';
  return reply
    .map((item: unknown, index) => {
      const number = `${index + 1}) `;
      return `${index === 0 ? '' : indent}${number}${formatReply(item, indent + ' '.repeat(number.length))}`;
    })
    .join('\n');
}

/** The words of a typed command: separated by blanks, quotes keep blanks together. Null when a quote is not closed. */
export function splitCommand(line: string): string[] | null {
  const words: string[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"']+))(?=\s|$)/y;
  const typed = line.trimEnd();
  while (pattern.lastIndex < typed.length) {
    const match = pattern.exec(typed);
    if (match === null) return null;
    const [, double, single, bare] = match;
    words.push((double ?? single)?.replaceAll(/\\(.)/g, '$1') ?? bare ?? '');
  }
  return words;
}
