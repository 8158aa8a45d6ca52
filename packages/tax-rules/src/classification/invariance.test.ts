import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONCEPTS } from '../concepts/index.ts';
import { classify } from './classify.ts';

const EXAMPLES = CONCEPTS.flatMap(({ examples }) => examples);
const ACCENTED = /[áéíóúüñÁÉÍÓÚÜÑ]/g;

function ruleOf(detail: string) {
  return classify({ detail, amount: 1n, boxes: [], topes: [] }).rule;
}

const example = fc.constantFrom(...EXAMPLES);
const choices = fc.infiniteStream(fc.boolean());

describe('classification does not change with', () => {
  it('upper or lower case', () => {
    fc.assert(
      fc.property(example, choices, (detail, upper) => {
        const changed = [...detail]
          .map((letter) => (upper.next().value ? letter.toUpperCase() : letter.toLowerCase()))
          .join('');
        expect(ruleOf(changed)).toBe(ruleOf(detail));
      }),
    );
  });

  it('accents, composed or not', () => {
    fc.assert(
      fc.property(example, choices, (detail, strip) => {
        const changed = detail.replace(ACCENTED, (letter) => {
          const decomposed = letter.normalize('NFD');
          return strip.next().value ? decomposed.charAt(0) : decomposed;
        });
        expect(ruleOf(changed)).toBe(ruleOf(detail));
      }),
    );
  });

  it('extra, non-breaking or broken spaces', () => {
    const space = fc.constantFrom(' ', '  ', '\u00A0', ' \n', '\t', '\r\n ');
    fc.assert(
      fc.property(example, fc.infiniteStream(space), (detail, spaces) => {
        const changed = ` ${detail.replace(/ /g, () => spaces.next().value as string)} `;
        expect(ruleOf(changed)).toBe(ruleOf(detail));
      }),
    );
  });

  it.each(['\uFFFD', '\uFFFD\uFFFD'])('accented letters lost as %j', (mark) => {
    for (const detail of EXAMPLES) {
      // Each accented letter alone, then all of them.
      const positions = [...detail.matchAll(ACCENTED)].map(({ index }) => index);
      const damaged = positions.map((at) => detail.slice(0, at) + mark + detail.slice(at + 1));
      for (const changed of [...damaged, detail.replace(ACCENTED, mark)]) {
        expect([changed, ruleOf(changed)]).toEqual([changed, ruleOf(detail)]);
      }
    }
  });

  it.each(['Certificado - ', 'CERTIFICADO: '])('the prefix "%s"', (prefix) => {
    for (const detail of EXAMPLES) expect(ruleOf(prefix + detail)).toBe(ruleOf(detail));
  });

  it('the number in parentheses', () => {
    fc.assert(
      fc.property(example, fc.integer({ min: 1000, max: 9999 }), (detail, code) => {
        const bare = detail.replace(/\s*\([\d\s/]+\)/g, '');
        for (const suffix of [` (${code})`, ` (Concepto: ${code})`, ` (concepto:${code} )`]) {
          expect(ruleOf(bare + suffix)).toBe(ruleOf(bare));
        }
      }),
    );
  });

  it('any text whatever: it always answers', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.bigInt(), (detail, amount) => {
        expect(classify({ detail, amount, boxes: [], topes: [] }).category).toBeTypeOf('string');
      }),
    );
  });
});
