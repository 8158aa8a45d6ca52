const LONGEST_CELL = 200;

/** Letters of Spanish and ASCII with single spaces, as nearly all cells are: nothing to take out or to compose. */
const PLAIN = /^[!-~À-ÿ]+(?: [!-~À-ÿ]+)*$/;

/**
 * One line without invisible characters. Invisible characters (zero-width, bidirectional controls, tags, variation selectors) can
 * carry instructions that a person reviewing the report never sees. The stored text is not touched.
 */
export function visibleText(text: string): string {
  return PLAIN.test(text) ? text : withoutInvisible(text.normalize('NFKC'));
}

/** The same with the letters left as they are: `n.º` stays so. */
export function withoutInvisible(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}

/** Text of a cell as it may be quoted in an insight or shown to a model: visible and bounded. */
export function cleanCellText(text: string): string {
  const visible = visibleText(text);
  return visible.length > LONGEST_CELL ? `${visible.slice(0, LONGEST_CELL)}…` : visible;
}

/** JSON that cannot close the delimiter it is wrapped in. */
export function wrapAsData(value: unknown): string {
  const json = JSON.stringify(value)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('>', String.raw`\u003e`);
  return `<datos>\n${json}\n</datos>`;
}
