import { once } from 'node:events';
import { openWorkbook, rowJsonLine, WorkbookError } from '@accountia/excel-parser';
import { workbookErrorMessage } from '@accountia/excel-parser/messages';
import { defineCommand } from '../command.ts';
import { locate } from '../report/locate.ts';
import { printError } from '../terminal/output.ts';
import { style } from '../terminal/style.ts';

/** Whoever asks for cells has the file already: it may be as large as a spreadsheet program would open. */
const LIMITS = {
  uploadBytes: 1024 ** 3,
  partBytes: 4 * 1024 ** 3,
  totalBytes: 8 * 1024 ** 3,
  cells: 200_000_000,
};
/** Lines are written in pieces of about this size: a write for each line would take longer than to read it. */
const PIECE_CHARACTERS = 64 * 1024;

export const cells = defineCommand({
  usage: '<file> [--sheet <name>]',
  description:
    'Prints the cells of a workbook (.xlsx), one JSON object a line for each row that holds any:\n' +
    '{"sheet","row","cells":{"A":…}}. Numbers are numbers, dates ISO 8601 text, failed formulas {"error":"#N/A"}; empty cells\n' +
    'are left out. Of formulas the last result is shown. A file that cannot be read gives exit code 1.',
  options: {
    sheet: { type: 'string', value: 'name', description: 'Only this sheet; otherwise all, hidden ones too' },
  },
  words: { min: 1, max: 1 },
  async run({ options, words }) {
    try {
      await using workbook = await openWorkbook(locate(words[0]!), { limits: LIMITS, macros: 'ignore' });
      const names = options.sheet === undefined ? workbook.sheets.map(({ index }) => index) : [options.sheet];
      for (const sheet of names) await writeSheet(workbook, sheet);
      for (const { code, details } of workbook.warnings) printError(`${code} ${JSON.stringify(details)}`);
      return 0;
    } catch (error) {
      if (!WorkbookError.isInstance(error)) throw error;
      const message = workbookErrorMessage(error.code, error.details) ?? error.message;
      printError(`${style('red', '✘', process.stderr)} ${message} (${error.code})`);
      return 1;
    }
  },
});

async function writeSheet(
  workbook: Awaited<ReturnType<typeof openWorkbook>>,
  sheet: string | number,
): Promise<void> {
  const name = typeof sheet === 'number' ? (workbook.sheets[sheet]?.name ?? '') : sheet;
  let piece = '';
  for await (const batch of workbook.rows(sheet)) {
    for (const row of batch) {
      piece += `${rowJsonLine(name, row)}\n`;
      if (piece.length < PIECE_CHARACTERS) continue;
      await write(piece);
      piece = '';
    }
  }
  if (piece !== '') await write(piece);
}

/** Waits when the reader of our output is slower than we are. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
