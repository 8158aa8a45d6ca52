import { describe, expect, it } from 'vitest';
import { headingKey } from '../../values/heading.ts';
import { bulkFormat, bulkFormats, versionOf } from './catalogue.ts';
import { matchColumns } from './columns.ts';
import { bulkConcept } from './concepts.ts';
import { mirrorOf } from './records.ts';

const wanted =
  '1001 1003 1004 1005 1006 1007 1008 1009 1010 1011 1012 1019 1020 1021 1022 1023 1024 1026 1476 1480 1647 2275 2276 5247 5248 5249 5250 5251 5252';

describe('the catalogue of bulk formats', () => {
  it('has every format once, in order', () => {
    expect(bulkFormats.map(({ code }) => code)).toEqual(wanted.split(' '));
  });

  it('marks those whose columns have no source', () => {
    const unsourced = bulkFormats.filter((format) => format.unsourced).map(({ code }) => code);
    expect(unsourced).toEqual('1019 1020 1021 1022 1023 1024 1026 1476 1480'.split(' '));
  });

  it.each(bulkFormats.map((format) => [format.code, format] as const))(
    'tells the columns of %s apart, by attribute and by heading',
    (_code, format) => {
      const attributes = format.columns.map(({ attribute }) => attribute);
      expect(new Set(attributes).size).toBe(attributes.length);
      for (const write of ['attribute', 'heading'] as const) {
        const headings = format.columns.map((column, at) => ({ at, text: column[write] }));
        expect(matchColumns(headings, format).map(({ definition }) => definition?.attribute)).toEqual(
          attributes,
        );
      }
      expect(format.columns.every(({ heading }) => headingKey(heading) !== '')).toBe(true);
      expect(format.unsourced || format.columns.some(({ kind }) => kind === 'money')).toBe(true);
    },
  );

  it('has the 45 columns of format 2276 with the boxes of the person', () => {
    const { columns } = bulkFormat('2276')!;
    expect(columns).toHaveLength(45);
    const boxes = columns.flatMap((column) =>
      column.kind === 'money'
        ? [[column.attribute, column.mirror.meaning, column.mirror.boxes] as const]
        : [],
    );
    expect(boxes).toHaveLength(29);
    expect(boxes).toContainEqual(['pasa', 'labour_income', [32]]);
    expect(boxes).toContainEqual(['vare', 'withholding', [132]]);
    expect(boxes).toContainEqual(['tingbtp', 'none', []]);
    expect(boxes).toContainEqual(['vilap', 'reference', [36]]);
  });

  it('mirrors receivables into debts and payables into assets', () => {
    const balance = (code: string) => bulkFormat(code)!.columns.find(({ kind }) => kind === 'money');
    expect(balance('1008')).toMatchObject({ mirror: { meaning: 'debt', boxes: [30] } });
    expect(balance('1009')).toMatchObject({ mirror: { meaning: 'asset', boxes: [29] } });
    expect(balance('1010')).toMatchObject({ mirror: { meaning: 'asset', boxes: [29] } });
  });

  it('lets the concept say where a payment goes', () => {
    const payment = bulkFormat('1001')!.columns.find(({ attribute }) => attribute === 'pago');
    if (payment?.kind !== 'money') throw new Error('pago is no amount');
    expect(mirrorOf(payment, '5005')).toEqual({ meaning: 'income', boxes: [58], party: 'first' });
    expect(mirrorOf(payment, '9999')).toEqual({ meaning: 'income', boxes: [], party: 'first' });
    expect(bulkConcept('5005')?.name).toBe('Arrendamientos');
  });

  it('knows versions by year, and that some are unsure', () => {
    expect(versionOf(bulkFormat('1001')!, 2025)).toEqual({ version: 11, unsure: false });
    expect(versionOf(bulkFormat('1001')!, 2023)).toEqual({ version: 10, unsure: false });
    expect(versionOf(bulkFormat('1647')!, 2025)).toEqual({ version: 3, unsure: true });
    expect(versionOf(bulkFormat('1001')!, 2019)).toBeUndefined();
  });

  it('finds a format by code, with the zero of file names too', () => {
    expect(bulkFormat('01001')?.code).toBe('1001');
    expect(bulkFormat('9999')).toBeUndefined();
    expect(bulkFormat('constructor')).toBeUndefined();
  });
});
