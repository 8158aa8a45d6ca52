import { visitElements, type ScanOptions } from '../xml/scan.ts';
import { builtInDateForm, type DateForm, dateFormOf } from './dates.ts';

/** What the reader needs of the styles: which cell formats (`s="…"`) show a date, and of what form. */
export async function readDateStyles(
  chunks: AsyncIterable<Buffer>,
  options: ScanOptions,
): Promise<(DateForm | undefined)[]> {
  const customForms = new Map<number, DateForm | undefined>();
  const dateStyles: (DateForm | undefined)[] = [];
  let inCellFormats = false;
  await visitElements(
    chunks,
    ({ name, depth, attributes }) => {
      // Depth 2 are the collections: `xf` stands in cellStyleXfs too, whose numbering is another.
      if (depth === 2) inCellFormats = name === 'cellXfs';
      const id = Number(attributes.get('numFmtId') ?? 0);
      if (name === 'numFmt') customForms.set(id, dateFormOf(attributes.get('formatCode') ?? ''));
      if (name === 'xf' && depth === 3 && inCellFormats) {
        dateStyles.push(customForms.has(id) ? customForms.get(id) : builtInDateForm(id));
      }
    },
    options,
  );
  return dateStyles;
}
