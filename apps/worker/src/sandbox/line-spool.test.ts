import { describe, expect, test } from 'vitest';
import { LineSpool } from './line-spool.ts';

async function textOf(spool: LineSpool): Promise<string> {
  let text = '';
  for await (const piece of spool.lines()) {
    expect(piece.endsWith('\n')).toBe(true);
    text += piece;
  }
  return text;
}

describe('a spool of lines', () => {
  test.each([
    ['in memory', 1_000_000],
    ['on disk', 1],
    ['in both', 4_000],
  ])('gives back what went in, in order and in whole lines: %s', async (_where, memoryBytes) => {
    const spool = new LineSpool(memoryBytes);
    const lines = Array.from(
      { length: 5_000 },
      (_, number) => `${number}\tseñal 🇨🇴 ${'ñ'.repeat(number % 50)}\n`,
    );
    for (let start = 0; start < lines.length; start += 7) {
      spool.add(new TextEncoder().encode(lines.slice(start, start + 7).join('')));
    }
    await spool.finish();
    expect(await textOf(spool)).toBe(lines.join(''));
    expect(await textOf(spool)).toBe(lines.join(''));
    await spool.dispose();
  });

  test('of no lines gives none', async () => {
    const spool = new LineSpool();
    await spool.finish();
    expect(await textOf(spool)).toBe('');
    await spool.dispose();
  });
});
