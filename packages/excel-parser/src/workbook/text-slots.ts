/** Smallest and largest table of the scanner; each step holds four times as many texts. */
const FIRST_SLOTS = 4_096;
const MOST_SLOTS = 131_072;
/** Texts in place take up so much of a sheet that this leaves some slots over. */
const BYTES_OF_XML_PER_SLOT = 512;

/** @param sheetBytes about how large the sheet is. @returns slots to begin with: a table made large at once need not grow */
export function slotsForTexts(sheetBytes: number): number {
  const slots = 2 ** Math.ceil(Math.log2(sheetBytes / BYTES_OF_XML_PER_SLOT + 1));
  return Math.min(MOST_SLOTS, Math.max(FIRST_SLOTS, slots));
}
