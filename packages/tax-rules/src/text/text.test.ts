import { describe, expect, it } from 'vitest';
import { normalizeText, readConcept, wordsOf } from './normalize.ts';
import { matchDamagedPrefix, sameWord } from './wildcard.ts';

describe('normalizeText', () => {
  it('drops accents, case, punctuation and odd spaces, and keeps the mark of a lost letter', () => {
    expect(normalizeText('  Aval\u00FAo\u00A0 de “AÑO”,\n veh\uFFFDculo ')).toBe(
      'avaluo de ano veh\uFFFDculo',
    );
  });

  it('gives no words for an empty text', () => {
    expect(wordsOf(' - ')).toEqual([]);
  });
});

describe('readConcept', () => {
  it.each([
    ['Pagos por salarios (2276)', 'pagos por salarios', [2276]],
    ['Otros pagos (Concepto: 2276)', 'otros pagos', [2276]],
    ['Cartera colectiva rendimientos (6 / 5063)', 'cartera colectiva rendimientos', [6, 5063]],
    ['Certificado - Pagos por salarios', 'pagos por salarios', []],
    ['Dividendo num. 3 art. 49 (5071)', 'dividendo num 3 art 49', [5071]],
    ['Saldo (Titular Principal)', 'saldo titular principal', []],
  ])('%s', (detail, text, codes) => {
    expect(readConcept(detail)).toEqual({ text, codes });
  });
});

describe('letters lost as U+FFFD', () => {
  it.each([
    ['aval\uFFFDo', 'avalu', 5],
    ['aval\uFFFD\uFFFDo', 'avaluo', 7],
    ['a\uFFFDo', 'ano', 3],
    ['compa\uFFFD\uFFFDa', 'compania', 8],
    ['aval', 'avaluo', -1],
    ['cat\uFFFDstral', 'avaluo', -1],
    ['a\uFFFD\uFFFDo', 'afc', -1],
  ])('%s against %s', (damaged, prefix, used) => {
    expect(matchDamagedPrefix(damaged, prefix)).toBe(used);
  });

  it.each([
    ['pe\uFFFDa', 'pena', true],
    ['pena', 'pe\uFFFDa', true],
    ['n\uFFFDnez', 'nu\uFFFDez', true],
    ['pe\uFFFDa', 'pera', false],
    ['pe\uFFFDa', 'penas', false],
    ['pena', 'pera', false],
  ])('%s and %s: same word %s', (first, second, same) => {
    expect(sameWord(first, second)).toBe(same);
  });
});
