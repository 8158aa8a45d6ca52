import { describe, expect, test } from 'vitest';
import { pdfPages } from '../testing/pdf-text.ts';
import { sampleDraft, sampleReport } from '../testing/sample-report.ts';
import { showable } from './page.ts';
import { writeSummaryPdf } from './write-summary.ts';

const textOf = async (...parameters: Parameters<typeof writeSummaryPdf>) =>
  pdfPages(await writeSummaryPdf(...parameters)).join('\n');

describe('the summary', () => {
  test('is a PDF in Spanish with who, whether, when, how much and why', async () => {
    const bytes = await writeSummaryPdf(sampleReport());
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    const text = pdfPages(bytes).join('\n');
    for (const part of [
      'Declaración de renta, año gravable 2025',
      'MARÍA INVENTADA DE EJEMPLO · CC 1057664193',
      'Debe declarar',
      '21 de octubre de 2026',
      'Renta líquida gravable',
      '$ 50.002.000',
      'Total patrimonio líquido',
      'art. 206 num. 10 E.T.',
      'Un dato no suma en ninguna casilla',
      'Intereses de crédito de vivienda pagados',
      '«Bonos nunca vistos»',
      '12 de agosto de 2026, 21:30',
      'borrador versión 3',
      'Página 1 de 2',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('has a footer on each page and no page without anything else', async () => {
    const pages = pdfPages(await writeSummaryPdf(sampleReport()));
    expect(pages).toHaveLength(2);
    pages.forEach((page, index) => {
      expect(page).toContain(`Página ${index + 1} de ${pages.length}`);
      expect(page.split('\n').length).toBeGreaterThan(5);
    });
  });

  test('tells what there is to pay or to get back', async () => {
    const draft = sampleDraft();
    const withBox = (box: string, value: string) => ({
      ...draft,
      boxes: { ...draft.boxes, [box]: { ...draft.boxes[box]!, value } },
    });
    const due = sampleReport({ draft: { content: withBox('136', '4298000'), version: null } });
    expect(await textOf(due)).toMatch(/Saldo a pagar\n\$ 4\.298\.000/);
    const credit = sampleReport({ draft: { content: withBox('137', '350000'), version: null } });
    expect(await textOf(credit)).toMatch(/Saldo a favor\n\$ 350\.000/);
    expect(await textOf(credit)).not.toContain('borrador versión');
  });

  test('without a draft says why, and still tells the rest', async () => {
    const text = await textOf(
      sampleReport({ draft: { unavailable: 'No se conoce el formulario de 2019.' } }),
    );
    expect(text).toContain('No se conoce el formulario de 2019.');
    expect(text).toContain('Ingresos laborales');
    expect(text).not.toContain('Formulario 210: casillas con valor');
  });

  test('shows the gravest warnings first and says how many more there are', async () => {
    const report = sampleReport();
    const [warning] = report.summary.warnings;
    const warnings = Array.from({ length: 12 }, (_, index) => ({ ...warning!, title: `Aviso ${index}` }));
    warnings.push({ ...warning!, title: 'El grave', severity: 'critical' });
    const text = await textOf({ ...report, summary: { ...report.summary, warnings } });
    expect(text.indexOf('El grave')).toBeLessThan(text.indexOf('Aviso 0'));
    expect(text).toContain('Hay 5 avisos más en el libro de resultados.');
    const calm = await textOf({ ...report, summary: { ...report.summary, warnings: [] } });
    expect(calm).toContain('Nada de lo reportado llama la atención.');
  });

  test('holds a wording as long as a cell, and letters that its fonts lack', async () => {
    const report = sampleReport();
    const [warning] = report.summary.warnings;
    const long = { ...warning!, explanation: 'palabra '.repeat(4_000) };
    const pages = pdfPages(
      await writeSummaryPdf({
        ...report,
        summary: {
          ...report.summary,
          taxpayer: { ...report.summary.taxpayer, name: 'ŁUCJA Ω NU\uFFFDEZ 語' },
          warnings: [long],
        },
      }),
    );
    expect(pages.length).toBeLessThan(4);
    expect(pages[0]).toContain('?UCJA ? NU?EZ ?');
  });
});

describe('what the fonts can show', () => {
  test.each([
    ['áéíóúüñÁÉÍÓÚÜÑ¿¡«»·°–—…€“”', 'áéíóúüñÁÉÍÓÚÜÑ¿¡«»·°–—…€“”'],
    ['n\u0303 de an\u0303o', 'ñ de año'],
    ['Casilla 29 − casilla 30 ≥ 5\u00A0UVT', 'Casilla 29 - casilla 30 >= 5 UVT'],
    ['Dvořák', 'Dvorák'],
    ['ﬁn \u0007 😀 \uD800', 'fin ? ? ?'],
  ])('of %j is %j', (text, shown) => {
    expect(showable(text)).toBe(shown);
  });
});
