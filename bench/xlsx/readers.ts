import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import type { Row } from '@accountia/excel-parser';
import type { Tally } from './checksum.ts';

/**
 * One way to read a whole sheet. `load` brings its code in, which is not timed; what it answers with reads.
 * Readers that build the workbook in memory are told apart from those that hand rows over and forget them.
 */
export interface Reader {
  keepsRows: boolean;
  load: () => Promise<(file: string, tally: Tally) => Promise<void>>;
}

/** A million rows are more than a report has. */
const LIMITS = { uploadBytes: 2 ** 30, totalBytes: 2 ** 32, partBytes: 2 ** 32 };

export const readers: Readonly<Record<string, Reader>> = {
  accountia: {
    keepsRows: false,
    async load() {
      const { openWorkbook } = await import('@accountia/excel-parser');
      return async (file, tally) => {
        await using workbook = await openWorkbook(file, { limits: LIMITS });
        for await (const batch of workbook.rows(0)) tallyCells(batch, tally);
      };
    },
  },

  'accountia, all rows kept': {
    keepsRows: true,
    async load() {
      const { openWorkbook } = await import('@accountia/excel-parser');
      return async (file, tally) => {
        await using workbook = await openWorkbook(file, { limits: LIMITS });
        const rows: Row[] = [];
        for await (const batch of workbook.rows(0)) for (const row of batch) rows.push(row);
        tallyCells(rows, tally);
      };
    },
  },

  'exceljs load': {
    keepsRows: true,
    async load() {
      const { default: exceljs } = await import('exceljs');
      return async (file, tally) => {
        const workbook = new exceljs.Workbook();
        await workbook.xlsx.readFile(file);
        workbook.worksheets[0]?.eachRow((row) => tally.rows([valuesOf(row)]));
      };
    },
  },

  'exceljs stream': {
    keepsRows: false,
    async load() {
      const { default: exceljs } = await import('exceljs');
      return async (file, tally) => {
        const workbook = new exceljs.stream.xlsx.WorkbookReader(file, {
          sharedStrings: 'cache',
          styles: 'cache',
          worksheets: 'emit',
        });
        for await (const sheet of workbook) {
          for await (const row of sheet) {
            tally.rows([valuesOf(row)]);
          }
        }
      };
    },
  },

  'read-excel-file': {
    keepsRows: true,
    async load() {
      const { readSheet } = await import('read-excel-file/node');
      return async (file, tally) => tally.rows(await readSheet(file));
    },
  },

  'hucre readXlsx': {
    keepsRows: true,
    async load() {
      const { readXlsx } = await import('hucre');
      return async (file, tally) => tally.rows((await readXlsx(await readFile(file))).sheets[0]?.rows ?? []);
    },
  },

  'hucre stream': {
    keepsRows: false,
    async load() {
      const { streamXlsxRows } = await import('hucre');
      return async (file, tally) => {
        for await (const row of streamXlsxRows(await readFile(file))) tally.rows([row.values]);
      };
    },
  },

  '@e965/xlsx': {
    keepsRows: true,
    async load() {
      const { read, utils } = await import('@e965/xlsx');
      return async (file, tally) => {
        const workbook = read(await readFile(file), { dense: true });
        const sheet = workbook.Sheets[workbook.SheetNames[0] ?? ''];
        if (sheet) tally.rows(utils.sheet_to_json<unknown[]>(sheet, { header: 1 }));
      };
    },
  },
};

/** exceljs keeps the values of a row from index 1. */
function valuesOf(row: { values: unknown }): unknown[] {
  return Array.isArray(row.values) ? row.values : [];
}

function tallyCells(rows: readonly Row[], tally: Tally): void {
  let cells = 0;
  let sum = 0;
  let textLength = 0;
  for (const row of rows) {
    for (const cell of row.cells) {
      if (cell === undefined) continue;
      cells += 1;
      if (cell.kind === 'text') textLength += cell.text.length;
      else if (cell.kind === 'number') sum += cell.value;
    }
  }
  tally.add(rows.length, cells, sum, textLength);
}

/**
 * The limit of what any reader can reach: every entry inflated in chunks, and nothing looked at.
 * The archive is walked by its local headers, which the benchmark's own files fill in truthfully.
 */
export async function inflateAll(file: string): Promise<void> {
  for (const { start, end } of await entries(file)) {
    const inflate = createReadStream(file, { start, end: end - 1, highWaterMark: 256 * 1024 }).pipe(
      createInflateRaw({ chunkSize: 256 * 1024 }),
    );
    inflate.resume();
    await new Promise((resolve, reject) => inflate.once('end', resolve).once('error', reject));
  }
}

async function entries(file: string): Promise<{ start: number; end: number }[]> {
  const bytes = await readFile(file);
  const found: { start: number; end: number }[] = [];
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50;) {
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    const end = start + bytes.readUInt32LE(at + 18);
    found.push({ start, end });
    at = end;
  }
  return found;
}
