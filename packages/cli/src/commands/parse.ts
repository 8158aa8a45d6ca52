import { WorkbookError } from '@accountia/excel-parser';
import { defineCommand } from '../command.ts';
import { workbookErrorMessage } from '@accountia/excel-parser/messages';
import { locate } from '../report/locate.ts';
import { readReport } from '../report/read-report.ts';
import { reportJson } from '../report/report-json.ts';
import { reportLines } from '../report/report-text.ts';
import { print, printError, printJson } from '../terminal/output.ts';
import { style } from '../terminal/style.ts';

export const parse = defineCommand({
  usage: '<file> [--rows] [--json]',
  description:
    'Reads a DIAN report (.xlsx) and shows the taxpayer, the topes against their limits, the totals by category and what\n' +
    'should be looked at. Needs no service. A file that cannot be read gives exit code 1.',
  options: {
    rows: { type: 'boolean', description: 'Also show every row' },
    json: {
      type: 'boolean',
      description:
        'Print {layout, year, taxpayer, topes, rows, totalsByCategory, warnings}; for a bad file {error: {code, message, details}}',
    },
  },
  words: { min: 1, max: 1 },
  async run({ options, words }) {
    try {
      const report = await readReport(locate(words[0]!));
      if (options.json) printJson(reportJson(report));
      else for (const line of reportLines(report, { rows: options.rows ?? false })) print(line);
      return 0;
    } catch (error) {
      if (!WorkbookError.isInstance(error)) throw error;
      const message = workbookErrorMessage(error.code, error.details) ?? error.message;
      if (options.json) printJson({ error: { code: error.code, message, details: error.details } });
      else printError(`${style('red', '✘', process.stderr)} ${message} (${error.code})`);
      return 1;
    }
  },
});
