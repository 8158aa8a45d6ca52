import { normalizeText } from '../text/normalize.ts';
import { rememberWordings } from '../text/remember.ts';
import type { EntryId, ReviewEntry } from './types.ts';

type WithInformation = Pick<ReviewEntry<EntryId>, 'additionalInformation' | 'detail'>;

/** Registry number of a property, to pair its rows; undefined when absent or the placeholder 0. */
export function propertyOf(entry: WithInformation): string | undefined {
  const value = valueOf(entry, /\b(matricula|cedula catastral|ficha|predio)\b/);
  return value === undefined || /^[\s0]*$/.test(value) ? undefined : value;
}

/** Percentage of participation, e.g. 50; undefined when absent or not a percentage. */
export function participationOf(entry: WithInformation): number | undefined {
  return numberBetween(valueOf(entry, /\bporcentaje\b.*\bparticipaci/), 100);
}

/** Number of owners or holders the reporter tells. */
export function holdersOf(entry: WithInformation): number | undefined {
  return numberBetween(valueOf(entry, /\bnumero\b.*\b(propietarios|titulares)\b/), 10_000);
}

/** Whether the row itself says that the person is not the main or only holder. */
export function saysSecondHolder(entry: WithInformation): boolean {
  return (
    wordingSaysSecondHolder(entry.detail) ||
    // Most values are numbers of accounts or percentages.
    (entry.additionalInformation ?? []).some(
      ({ value }) => /\p{L}/u.test(value) && textSaysSecondHolder(value),
    )
  );
}

function textSaysSecondHolder(text: string): boolean {
  return /\b(titular secundario|segundo titular|cotitular|co titular|no principal)\b/.test(
    normalizeText(text),
  );
}

const wordingSaysSecondHolder = rememberWordings(textSaysSecondHolder);

/** DIAN's labels are a few dozen; the values beside them are numbers of accounts and of people, which are not kept. */
const readLabel = rememberWordings(normalizeText);

function valueOf(entry: WithInformation, keyPattern: RegExp): string | undefined {
  return entry.additionalInformation?.find(({ key }) => keyPattern.test(readLabel(key)))?.value.trim();
}

function numberBetween(text: string | undefined, maximum: number): number | undefined {
  const digits = text?.replace('%', '').replace(',', '.').trim();
  if (!digits || !/^\d+(\.\d+)?$/.test(digits)) return undefined;
  const number = Number(digits);
  return number > 0 && number <= maximum ? number : undefined;
}
