/*
 * The memory of the inflater. What both sides read or write stands at fixed places, which `src/zip/inflater-code.ts` tells
 * the other side.
 */

/** Integers that are told to the other side: where the input starts that is not used up, and where the output ends. */
export const UNUSED: usize = 0;
export const OUTPUT_END: usize = 4;

/** What the symbols of each code mean, as entries of its table: see `codes.ts`. */
export const LENGTH_SYMBOLS: usize = 64;
export const MOST_LENGTH_SYMBOLS: u32 = 288;
export const DISTANCE_SYMBOLS: usize = LENGTH_SYMBOLS + <usize>MOST_LENGTH_SYMBOLS * 4;
export const MOST_DISTANCE_SYMBOLS: u32 = 32;
export const HEADER_SYMBOLS: usize = DISTANCE_SYMBOLS + <usize>MOST_DISTANCE_SYMBOLS * 4;
export const MOST_HEADER_SYMBOLS: u32 = 19;
const SYMBOLS_END: usize = HEADER_SYMBOLS + <usize>MOST_HEADER_SYMBOLS * 4;

/** Of a code that is being made: the length of each symbol's word, how many have each length, the symbols in their order. */
export const WORD_LENGTHS: usize = (SYMBOLS_END + 7) & ~7;
export const LENGTH_COUNTS: usize = WORD_LENGTHS + 320;
export const LENGTH_PLACES: usize = LENGTH_COUNTS + 64;
export const IN_ORDER: usize = LENGTH_PLACES + 64;
/** In which order a header tells the lengths of its own code. */
export const HEADER_ORDER: usize = IN_ORDER + <usize>MOST_LENGTH_SYMBOLS * 2;

/*
 * The tables: two to the power of their bits, and behind that room for the subtables. Of those there are at most half as many
 * as symbols, for each has two or more, and none has more bits than the longest word has beyond the table.
 */
const LONGEST_WORD: u32 = 15;
export const LENGTH_BITS: u32 = 10;
export const DISTANCE_BITS: u32 = 9;
export const HEADER_BITS: u32 = 7;
export const LENGTH_TABLE: usize = HEADER_ORDER + 24;
const LENGTH_ENTRIES: u32 = (1 << LENGTH_BITS) + ((MOST_LENGTH_SYMBOLS / 2) << (LONGEST_WORD - LENGTH_BITS));
export const DISTANCE_TABLE: usize = LENGTH_TABLE + <usize>LENGTH_ENTRIES * 4;
const DISTANCE_ENTRIES: u32 =
  (1 << DISTANCE_BITS) + ((MOST_DISTANCE_SYMBOLS / 2) << (LONGEST_WORD - DISTANCE_BITS));
export const HEADER_TABLE: usize = DISTANCE_TABLE + <usize>DISTANCE_ENTRIES * 4;
const TABLES_END: usize = HEADER_TABLE + (1 << HEADER_BITS) * 4;

/** For checksums: what each byte makes of one, at eight places; then words: see `checksum.ts`. */
export const CHECKSUM_TABLES: usize = TABLES_END;
export const CHECKSUM_WORDS: usize = (CHECKSUM_TABLES + 8 * 256 * 4 + 7) & ~7;
export const WORDS_BEFORE: usize = 300;
export const WORDS_AT_ONCE: usize = 1024;
const CHECKSUM_END: usize = CHECKSUM_WORDS + (WORDS_BEFORE + WORDS_AT_ONCE) * 8;

/** What is to be inflated. No more of it is looked at than there is. */
export const INPUT: usize = CHECKSUM_END;
export const INPUT_BYTES: usize = 64 * 1024;

/** What was inflated before, as far back as a match may reach; behind it what is inflated. */
export const HISTORY_BYTES: usize = 32 * 1024;
export const OUTPUT: usize = (INPUT + INPUT_BYTES + HISTORY_BYTES + 63) & ~63;
/** Once there is so much of it, the output is handed over. */
export const OUTPUT_BYTES: usize = 256 * 1024;
/** What is looked up together may go beyond: four literals, the longest match, and the rest of the words it is copied by. */
export const SURPLUS_BYTES: usize = 320;
const END: usize = OUTPUT + OUTPUT_BYTES + SURPLUS_BYTES;

/** Asks for all of the memory, once. */
export function makeMemory(): void {
  const missing = <i32>((END + 0xffff) >>> 16) - memory.size();
  // Without it the first instruction that needs it is a trap, and `Inflater.acquire` has none to give.
  if (missing > 0 && memory.grow(missing) === -1) unreachable();
}
