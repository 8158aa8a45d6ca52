import { addCell, PLAIN_TEXT, setText } from './identities';
import { INPUT, STRETCH_ENDS, STRETCHES, TEXTS } from './memory';
import { specials, unitsOf } from './utf8';

/*
 * New texts, written one after another in stretches: JavaScript decodes a stretch at once, and cuts texts from the string.
 * A text that is kept keeps its stretch, so a stretch is no longer than those of the shared strings.
 */

const STRETCH_BYTES: usize = 16 * 1024;

let textsTo: usize = TEXTS;
let stretchFrom: usize = TEXTS;
/** Units of UTF-16 in the stretch. */
let units: u32 = 0;

export function beginStretches(): void {
  textsTo = TEXTS;
  stretchFrom = TEXTS;
  units = 0;
  store<u32>(STRETCHES, 0);
}

export function endStretches(): void {
  if (textsTo !== stretchFrom) endStretch();
}

function endStretch(): void {
  const stretches = load<u32>(STRETCHES);
  store<u32>(STRETCH_ENDS + ((<usize>stretches) << 2), <u32>(textsTo - TEXTS));
  store<u32>(STRETCHES, stretches + 1);
  stretchFrom = textsTo;
  units = 0;
}

/** Records a text that is not too long for a stretch as a new cell. @returns what the row says of it */
export function addText(start: usize, end: usize): u32 {
  if (textsTo - stretchFrom + (end - start) > STRETCH_BYTES) endStretch();
  let length: i64 = 0;
  let special: u64 = 0;
  let to = textsTo;
  for (let at = start; at < end; at += 8) {
    let word = load<u64>(at);
    // Of the last word only the text; the zeroes behind it are no units.
    const rest = <i64>(end - at);
    if (rest < 8) {
      word &= ((<u64>1) << (rest << 3)) - 1;
      length -= 8 - rest;
    }
    length += unitsOf(word);
    special |= specials(word);
    store<u64>(to, word);
    to += 8;
  }
  textsTo += end - start;
  const cell = addCell(PLAIN_TEXT, -1, start - INPUT, end - INPUT);
  setText(units, <u32>length, (load<u32>(STRETCHES) << 1) | (special !== 0 ? 1 : 0));
  units += <u32>length;
  return cell;
}
