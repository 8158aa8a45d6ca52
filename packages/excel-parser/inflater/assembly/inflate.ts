import { DAMAGED, ENDED, output, reach, readBlock, setOutput } from './block';
import { makeChecksums } from './checksum';
import { makeSymbols } from './codes';
import { BAD, isLast, makeHeaders, MORE, readHeader, STORED, storedBytes } from './header';
import { at, end, forgetInput, giveBack, setInput } from './input';
import { HISTORY_BYTES, makeMemory, OUTPUT, OUTPUT_BYTES, OUTPUT_END, UNUSED } from './memory';
export { checksum } from './checksum';
export { INPUT, INPUT_BYTES, OUTPUT, OUTPUT_END, UNUSED } from './memory';

/*
 * Inflates (RFC 1951) as input comes, into memory that is used again. A call goes on until the input is used up, or the output
 * is full, and may stop anywhere.
 */

makeMemory();
makeSymbols();
makeHeaders();
makeChecksums();

/** What is answered: more input is needed, the output is to be taken, all is done, it is damaged. */
const NEEDS_INPUT: u32 = 0;
const FULL: u32 = 1;
const DONE: u32 = 2;
const CORRUPT: u32 = 3;

/** What comes next. */
const HEADER: u32 = 0;
const STORED_BYTES: u32 = 1;
const CODES: u32 = 2;
const NOTHING: u32 = 3;
let next: u32 = HEADER;
let storedLeft: u32 = 0;

/** Begins anew. */
export function reset(): void {
  next = HEADER;
  forgetInput();
  setOutput(OUTPUT, OUTPUT);
}

/**
 * Inflates what stands from here to there, the first of which is what was not used up the last time. A full output is
 * taken to be read, and written anew.
 */
export function inflate(from: usize, to: usize): u32 {
  setInput(from, to);
  if (output >= OUTPUT + OUTPUT_BYTES) keepHistory();
  const answer = proceed();
  giveBack();
  store<u32>(UNUSED, <u32>at);
  store<u32>(OUTPUT_END, <u32>output);
  return answer;
}

/** Moves the end of what was inflated before its beginning. */
function keepHistory(): void {
  memory.copy(OUTPUT - HISTORY_BYTES, output - HISTORY_BYTES, HISTORY_BYTES);
  setOutput(OUTPUT, OUTPUT - HISTORY_BYTES);
}

function proceed(): u32 {
  while (next !== NOTHING) {
    if (output >= OUTPUT + OUTPUT_BYTES) return FULL;
    if (next === HEADER) {
      const answer = readHeader();
      if (answer === MORE) return NEEDS_INPUT;
      if (answer === BAD) return CORRUPT;
      next = answer === STORED ? STORED_BYTES : CODES;
      storedLeft = storedBytes;
    } else if (next === STORED_BYTES) {
      copyStored();
      if (storedLeft === 0) endBlock();
      else if (at === end) return NEEDS_INPUT;
    } else {
      const answer = readBlock();
      if (answer === DAMAGED) return CORRUPT;
      if (answer === ENDED) endBlock();
      else if (output < OUTPUT + OUTPUT_BYTES) return NEEDS_INPUT;
    }
  }
  return DONE;
}

function endBlock(): void {
  next = isLast ? NOTHING : HEADER;
}

function copyStored(): void {
  giveBack();
  const there = min(<u32>(end - at), <u32>(OUTPUT + OUTPUT_BYTES - output));
  const bytes = min(storedLeft, there);
  memory.copy(output, at, bytes);
  setOutput(output + bytes, output - reach());
  setInput(at + bytes, end);
  storedLeft -= bytes;
}
