import { visitElements, type ScanOptions } from '../xml/scan.ts';
import { isBuiltInDateFormat, isDateFormat } from './dates.ts';

/** What the reader needs of the styles: which cell formats (`s="…"`) show a date. */
export async function readDateStyles(
  chunks: AsyncIterable<Buffer>,
  options: ScanOptions,
): Promise<boolean[]> {
  const customDates = new Map<number, boolean>();
  const dateStyles: boolean[] = [];
  let inCellFormats = false;
  await visitElements(
    chunks,
    ({ name, depth, attributes }) => {
      // Depth 2 are the collections: `xf` stands in cellStyleXfs too, whose numbering is another.
      if (depth === 2) inCellFormats = name === 'cellXfs';
      const id = Number(attributes.get('numFmtId') ?? 0);
      if (name === 'numFmt') customDates.set(id, isDateFormat(attributes.get('formatCode') ?? ''));
      if (name === 'xf' && depth === 3 && inCellFormats) {
        dateStyles.push(customDates.get(id) ?? isBuiltInDateFormat(id));
      }
    },
    options,
  );
  return dateStyles;
}
