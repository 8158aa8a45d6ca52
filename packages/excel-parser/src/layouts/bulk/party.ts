import { documentTypeOf } from '../../values/document-type.ts';
import { nitCheckDigit, readIdentification } from '../../values/nit.ts';
import { collapseSpaces } from '../../values/text.ts';
import { type Cell, cellText } from '../../workbook/cells.ts';
import type { Party, PartyKind } from '../document-types.ts';
import type { IdentityRole } from './format.ts';

/** Under this number companies add the small amounts of several people. */
const MINOR_AMOUNTS = '222222222';
/** DIAN's document type for it: no identification. */
const MINOR_AMOUNTS_TYPE = 'SI';
const FINAL_CONSUMER = '222222222222';
const FOREIGNERS = { from: 444_444_001, to: 444_449_000 };

export interface PartyWarning {
  role: IdentityRole;
  code: string;
  details: Record<string, string>;
}

/** Puts a third party together from the cells of its record, and says what is odd about it. */
export function readParty(cellOf: (role: IdentityRole) => Cell | undefined): {
  party: Party;
  warnings: PartyWarning[];
} {
  const label = textOf(cellOf('documentType'));
  const identification = readIdentification(cellOf('number'));
  const written = textOf(cellOf('checkDigit')).replace(/\.0+$/, '');
  const checkDigit = written === '' ? (identification.checkDigit ?? null) : written;
  const { number } = identification;
  const [firstSurname, secondSurname, firstName, otherNames, companyName] = (
    ['firstSurname', 'secondSurname', 'firstName', 'otherNames', 'companyName'] as const
  ).map((role) => textOf(cellOf(role))) as [string, string, string, string, string];
  const person = [firstSurname, secondSurname, firstName, otherNames].filter((part) => part !== '').join(' ');
  const party: Party = {
    documentType: label === '' ? '' : (documentTypeOf(label) ?? 'OTHER'),
    documentTypeLabel: label,
    number,
    checkDigit,
    firstSurname,
    secondSurname,
    firstName,
    otherNames,
    companyName,
    name: companyName === '' ? person : companyName,
    kind: kindOf(number),
  };
  return { party, warnings: [...check(party, written !== '')] };
}

function* check(party: Party, ownColumn: boolean): Generator<PartyWarning> {
  const { number, checkDigit, documentType, documentTypeLabel } = party;
  const expected = nitCheckDigit(number) ?? '';
  if (checkDigit !== null && checkDigit !== expected) {
    yield {
      role: ownColumn ? 'checkDigit' : 'number',
      code: 'nit_check_digit',
      details: { number, given: checkDigit.slice(0, 10), expected },
    };
  }
  if (documentType === 'OTHER') {
    yield {
      role: 'documentType',
      code: 'document_type_unknown',
      details: { label: documentTypeLabel.slice(0, 60) },
    };
  }
  if (party.kind === 'minor-amounts' && documentType !== MINOR_AMOUNTS_TYPE && documentType !== '') {
    yield {
      role: 'documentType',
      code: 'minor_amounts_document_type',
      details: { given: documentTypeLabel.slice(0, 60), expected: '43' },
    };
  }
}

function kindOf(number: string): PartyKind {
  if (number === MINOR_AMOUNTS) return 'minor-amounts';
  if (number === FINAL_CONSUMER) return 'final-consumer';
  const foreigner =
    /^\d{9}$/.test(number) && Number(number) >= FOREIGNERS.from && Number(number) <= FOREIGNERS.to;
  return foreigner ? 'foreigner' : 'identified';
}

function textOf(cell: Cell | undefined): string {
  return collapseSpaces(cellText(cell) ?? '');
}
