/** Spanish cardinals, folded. `veintiun` and the like come before a noun. */
const UNITS: Readonly<Record<string, number>> = {
  cero: 0,
  un: 1,
  una: 1,
  uno: 1,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  siete: 7,
  ocho: 8,
  nueve: 9,
  diez: 10,
  once: 11,
  doce: 12,
  trece: 13,
  catorce: 14,
  quince: 15,
  dieciseis: 16,
  diecisiete: 17,
  dieciocho: 18,
  diecinueve: 19,
  veinte: 20,
  veintiun: 21,
  veintiuna: 21,
  veintiuno: 21,
  veintidos: 22,
  veintitres: 23,
  veinticuatro: 24,
  veinticinco: 25,
  veintiseis: 26,
  veintisiete: 27,
  veintiocho: 28,
  veintinueve: 29,
  treinta: 30,
  cuarenta: 40,
  cincuenta: 50,
  sesenta: 60,
  setenta: 70,
  ochenta: 80,
  noventa: 90,
  cien: 100,
  ciento: 100,
  doscientos: 200,
  trescientos: 300,
  cuatrocientos: 400,
  quinientos: 500,
  seiscientos: 600,
  setecientos: 700,
  ochocientos: 800,
  novecientos: 900,
};
const SCALES: Readonly<Record<string, number>> = {
  mil: 1e3,
  millon: 1e6,
  millones: 1e6,
  billon: 1e12,
  billones: 1e12,
};
const VALUE = Object.entries(UNITS).flatMap(([word, value]): [string, number][] =>
  word.endsWith('cientos') || word === 'quinientos'
    ? [
        [word, value],
        [word.replace(/os$/, 'as'), value],
      ]
    : [[word, value]],
);
const VALUES: ReadonlyMap<string, number> = new Map(VALUE);

const WORD = [...VALUES.keys(), ...Object.keys(SCALES)].sort((a, b) => b.length - a.length).join('|');
const PHRASE = new RegExp(String.raw`\b(?:${WORD})(?:\s+(?:y\s+)?(?:${WORD}))*(?:\s+y\s+medi[oa])?\b`, 'g');

/**
 * Writes cardinals as digits: `tres millones` becomes `3000000`, `treinta y seis` becomes `36`. The text must be folded. A lone `un`
 * or `una` is an article of speech as often as a number and stays, as does a scale that digits precede (`5 millones`).
 */
export function digitsForWords(text: string): string {
  return text.replace(PHRASE, (phrase, position: number) => {
    const words = phrase.split(/\s+/);
    if (words.every((word) => UNITS[word] === 1)) return phrase;
    if (SCALES[words[0] ?? ''] !== undefined && /\d\s*$/.test(text.slice(0, position))) return phrase;
    return numbersOf(words).join(' ');
  });
}

/** Values in a row of words: `dos tres` are two of them, `treinta y seis` is one. */
function numbersOf(words: readonly string[]): number[] {
  const numbers: number[] = [];
  let total = 0;
  let group: number | null = null;
  let last = 0;
  const end = () => {
    if (group !== null || total > 0) numbers.push(total + (group ?? 0));
    total = 0;
    group = null;
    last = 0;
  };
  for (const word of words) {
    const scale = SCALES[word];
    if (/^medi[oa]$/.test(word)) {
      if (last > 1) total += last / 2;
    } else if (scale !== undefined) {
      const before: number = group ?? (total > 0 && scale > 1e3 ? 0 : 1);
      total = scale > 1e3 ? (total + before) * scale : total + before * scale;
      group = null;
      last = scale;
    } else if (word !== 'y') {
      const value = VALUES.get(word) ?? 0;
      const fits: boolean =
        group === null ||
        (value < 10 ? group % 10 === 0 && group >= 20 : value < 100 && group >= 100 && group % 100 === 0);
      if (!fits) end();
      group = (group ?? 0) + value;
    }
  }
  end();
  return numbers;
}

const ORDINAL_STEMS = [
  'primer',
  'segund',
  'tercer',
  'cuart',
  'quint',
  'sext',
  'septim',
  'octav',
  'noven',
  'decim',
] as const;

/** 1 for `primera`, 10 for `decimo`; 0 for what is no ordinal. */
export function ordinalOf(word: string): number {
  return ORDINAL_STEMS.findIndex((stem) => word.startsWith(stem)) + 1;
}

/** The value of a Roman numeral in canonical form, else 0. */
export function romanValue(text: string): number {
  if (!/^(?=.)(?:X{0,3}|XL|L|LX{1,3}|XC)(?:IX|IV|V?I{0,3})$/.test(text)) return 0;
  const values: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };
  return [...text].reduce((sum, letter, index) => {
    const value = values[letter] ?? 0;
    return sum + (value < (values[text[index + 1] ?? ''] ?? 0) ? -value : value);
  }, 0);
}
