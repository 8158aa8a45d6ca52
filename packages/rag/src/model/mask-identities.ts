/** Who must not be named outside this process. */
export interface Identities {
  /** Natural persons: any of their name words is masked. */
  people: readonly string[];
  /** Organisations: masked where the whole name appears. */
  organizations: readonly string[];
  /** NITs, cédulas. */
  numbers: readonly string[];
  /** Free text of cells: what looks like an account, a plate, a phone or an address of mail in it becomes secret everywhere. */
  cellTexts: readonly string[];
}

/** Replaces identities with tokens such as `[[PERSONA_1]]` and puts them back. One per request. */
export interface IdentityMask {
  mask(text: string): string;
  /** Null when the text carries a token that was never given: it cannot be restored, so it must not be shown. */
  restore(text: string): string | null;
}

const NAME_WORD = /[\p{L}\u{FFFD}]{3,}/gu;
const TOKEN = /\[\[[^[\]]*\]\]/g;

// Five digits and more: concept and format codes have four, and every account, cédula or phone has more.
const SECRETS_IN_CELLS = [
  { kind: 'CUENTA', pattern: /(?<![\d.])\d(?:[\s.-]?\d){4,}(?![\d])/g },
  { kind: 'CORREO', pattern: /[^\s@|:]+@[^\s@|:]+\.[^\s@|:]+/g },
  { kind: 'PLACA', pattern: /(?<![A-Z])[A-Z]{3}[\s-]?\d{2}[0-9A-Z](?![0-9A-Z])/gi },
] as const;

const COMPANY_WORDS =
  /\b(?:s\.?\s?a\.?\s?s?|ltda|e\.?s\.?p|banco|bancolombia|fondo|fondos|cooperativa|caja|dian|universidad|alcaldia|municipio|ministerio|fundacion|seguros|compania|sociedad|empresa|corporacion|asociacion|fiduciaria|cia|inversiones)\b/;

/** True for a name with no sign of being an organisation; when in doubt it is treated as a person. */
export function looksLikePerson(name: string): boolean {
  return !COMPANY_WORDS.test(fold(name));
}

/**
 * `texts`, when given, are all that will be masked: identities that are in none of them cost nothing then, and a large report has
 * a hundred thousand.
 */
export function createIdentityMask(identities: Identities, texts?: readonly string[]): IdentityMask {
  const originals = new Map<string, string>();
  const tokens = new Map<string, string>();
  const rules = maskingRules(texts === undefined ? identities : thoseIn(texts, identities));

  function tokenFor(kind: string, original: string): string {
    const known = tokens.get(`${kind} ${original}`);
    if (known !== undefined) return known;
    const token = `[[${kind}_${[...originals.keys()].filter((key) => key.startsWith(`[[${kind}_`)).length + 1}]]`;
    originals.set(token, original);
    tokens.set(`${kind} ${original}`, token);
    return token;
  }

  return {
    mask(text) {
      // A cell may contain a forged token; left alone it would be restored into someone's name.
      const original = text.replace(TOKEN, ' ');
      // Folded once, and not again for each of thousands of rules.
      let parts: Part[] = [{ original, folded: fold(original) }];
      for (const { kind, pattern } of rules) {
        parts = parts.flatMap((part) => replaceIn(part, pattern, (found) => tokenFor(kind, found)));
      }
      return parts.map((part) => part.original).join('');
    },
    restore(text) {
      let unknown = false;
      const restored = text.replace(TOKEN, (token) => {
        const original = originals.get(token);
        unknown ||= original === undefined;
        return original ?? '';
      });
      return unknown || restored.includes('[[') || restored.includes(']]') ? null : restored;
    },
  };
}

/** The tokens in a text, in order. */
export function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** The text without tokens, as its digits are no claim. */
export function withoutTokens(text: string): string {
  return text.replace(TOKEN, ' ');
}

/** The identities that occur in any of these texts. Keeps one too many rather than one too few. */
function thoseIn(texts: readonly string[], identities: Identities): Identities {
  const all = fold(texts.join('\n'));
  const digits = all.replace(/[\s.-]/g, '');
  const words = new Set(all.match(NAME_WORD) ?? []);
  const mentioned = (name: string) =>
    (fold(name).match(NAME_WORD) ?? [fold(name)]).some((word) => words.has(word));
  return {
    people: identities.people.filter(mentioned),
    organizations: identities.organizations.filter(mentioned),
    numbers: identities.numbers.filter((number) => digits.includes(number.replace(/\D/g, ''))),
    cellTexts: identities.cellTexts.filter((text) =>
      SECRETS_IN_CELLS.some(({ pattern }) =>
        [...text.matchAll(pattern)].some(([found]) => digits.includes(fold(found).replace(/[\s.-]/g, ''))),
      ),
    ),
  };
}

interface MaskingRule {
  kind: string;
  /** Matched against the folded text: lower case, no accents, same length as the original. */
  pattern: RegExp;
}

function maskingRules({ people, organizations, numbers, cellTexts }: Identities): MaskingRule[] {
  const rules: MaskingRule[] = [];
  const digits = new Set(numbers.map((number) => number.replace(/\D/g, '')));
  for (const text of cellTexts) {
    for (const { kind, pattern } of SECRETS_IN_CELLS) {
      for (const [found] of text.matchAll(pattern)) {
        if (kind === 'CUENTA') digits.add(found.replace(/\D/g, ''));
        else rules.push({ kind, pattern: literal(found) });
      }
    }
  }
  // Wherever it comes from.
  rules.push({ kind: 'CORREO', pattern: SECRETS_IN_CELLS[1].pattern });
  for (const organization of byLength([...new Set(organizations)]))
    rules.push({ kind: 'ENTIDAD', pattern: literal(organization) });
  // The whole name first, with whatever else a cell of names may hold: digits, marks, short words.
  for (const person of byLength([...new Set(people)]))
    if (person.trim().length > 2) rules.push({ kind: 'PERSONA', pattern: literal(person) });
  const words = new Set(people.flatMap((name) => fold(name).match(NAME_WORD) ?? []));
  if (words.size > 0) {
    const word = `(?:${byLength([...words])
      .map(escape)
      .join('|')})`;
    rules.push({
      kind: 'PERSONA',
      pattern: new RegExp(`(?<![\\p{L}])${word}(?:[\\s,]+${word})*(?![\\p{L}])`, 'gu'),
    });
  }
  for (const number of byLength([...digits])) {
    if (number.length >= 5) rules.push({ kind: 'NUMERO', pattern: separated(number) });
  }
  return rules;
}

function literal(text: string): RegExp {
  const written = escape(fold(text.trim())).replace(/\s+/g, String.raw`\s+`);
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${written}(?![\p{L}\p{N}])`, 'gu');
}

// `900111222` is also written 900.111.222-9.
function separated(number: string): RegExp {
  return new RegExp(String.raw`(?<!\d)${[...number].join(String.raw`[\s.-]?`)}(?:\s?-\s?\d)?(?!\d)`, 'gu');
}

/** A piece of a text: what is still to be looked through, or a token, which nothing looks into. */
interface Part {
  original: string;
  /** Of the same length; null of a token. */
  folded: string | null;
}

function replaceIn(part: Part, pattern: RegExp, replacement: (found: string) => string): Part | Part[] {
  const { original, folded } = part;
  // Most rules find nothing: a search is cheaper than the copy of the pattern that finding all matches takes.
  if (folded === null || folded.search(pattern) === -1) return part;
  const parts: Part[] = [];
  let from = 0;
  const keep = (to: number) => {
    if (to > from) parts.push({ original: original.slice(from, to), folded: folded.slice(from, to) });
  };
  for (const match of folded.matchAll(pattern)) {
    if (match[0] === '') continue;
    const end = match.index + match[0].length;
    keep(match.index);
    parts.push({ original: replacement(original.slice(match.index, end)), folded: null });
    from = end;
  }
  if (from === 0) return part;
  keep(original.length);
  return parts;
}

/** By code unit. Texts have few different ones. */
const foldedUnits = new Map<string, string>();

// Code unit by code unit, so that positions in the folded text are positions in the original.
function fold(text: string): string {
  let folded = '';
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charAt(index);
    let base = foldedUnits.get(unit);
    if (base === undefined) {
      base = unit.normalize('NFD').charAt(0).toLowerCase();
      if (base.length !== 1) base = unit;
      foldedUnits.set(unit, base);
    }
    folded += base;
  }
  return folded;
}

function byLength(texts: readonly string[]): string[] {
  return texts.filter((text) => text.trim() !== '').sort((a, b) => b.length - a.length);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
