import { draftInsights } from '@accountia/rag/rules';
import { describe, expect, test } from 'vitest';
import { draftWithoutBlocking } from './draft-insights.ts';

function declaration(count: number) {
  return {
    year: 2025,
    taxpayer: { documentType: 'CC', number: '1098765401', name: 'PRUEBA ANA' },
    topes: { '1': 100_000_000n },
    entries: Array.from({ length: count }, (_, position) => ({
      id: `entry-${String(position).padStart(6, '0')}`,
      category: 'labour_income' as const,
      amount: BigInt(position + 1) * 1_000n,
      boxes: [32],
      topes: [1],
      detail: 'Pagos por salarios (2276)',
      reporterNit: '900123456',
      reporterName: 'EMPRESA INVENTADA S.A.S.',
      row: position + 20,
    })),
  };
}

const live = AbortSignal.any([]);

describe('running the rules beside the event loop', () => {
  test('finds the same as running them here', async () => {
    const large = declaration(4_000);
    expect(await draftWithoutBlocking(large, live)).toEqual(draftInsights(large));
  });

  test('stops when the run is cancelled', async () => {
    const stop = new AbortController();
    const drafting = draftWithoutBlocking(declaration(20_000), stop.signal);
    stop.abort(new Error('cancelled'));
    await expect(drafting).rejects.toThrow('cancelled');
  });
});
