import { describe, expect, it } from 'vitest';
import { rememberWordings } from './remember.ts';

/** A memory that tells what it had to work out. */
function observed(most: { texts: number; characters: number; longest: number }) {
  const worked: string[] = [];
  const read = rememberWordings((text) => {
    worked.push(text);
    return text === '' ? undefined : text.toUpperCase();
  }, most);
  return { read, worked };
}

describe('wordings remembered from call to call', () => {
  it('are read once, also those that give nothing', () => {
    const { read, worked } = observed({ texts: 3, characters: 100, longest: 10 });
    expect([read('salario'), read(''), read('salario'), read('')]).toEqual([
      'SALARIO',
      undefined,
      'SALARIO',
      undefined,
    ]);
    expect(worked).toEqual(['salario', '']);
  });

  it('are forgotten together when there are too many', () => {
    const { read, worked } = observed({ texts: 2, characters: 100, longest: 10 });
    for (const text of ['uno', 'dos', 'tres', 'tres', 'uno']) expect(read(text)).toBe(text.toUpperCase());
    expect(worked).toEqual(['uno', 'dos', 'tres', 'uno']);
  });

  it('are forgotten together when they have too many characters', () => {
    const { read, worked } = observed({ texts: 100, characters: 8, longest: 10 });
    for (const text of ['cuatro', 'dos', 'cuatro', 'dos']) read(text);
    expect(worked).toEqual(['cuatro', 'dos', 'cuatro', 'dos']);
  });

  it('are not kept when they are long, nor push out the others', () => {
    const { read, worked } = observed({ texts: 2, characters: 20, longest: 5 });
    for (const text of ['corto', 'demasiado largo', 'demasiado largo', 'corto']) read(text);
    expect(worked).toEqual(['corto', 'demasiado largo', 'demasiado largo']);
  });

  it('may be the names that objects have', () => {
    const { read } = observed({ texts: 9, characters: 100, longest: 20 });
    for (const text of ['__proto__', 'constructor', 'toString']) expect(read(text)).toBe(text.toUpperCase());
  });
});
