import { MappingError, WorkbookError } from '@accountia/excel-parser';
import { workbookErrorMessage } from '@accountia/excel-parser/messages';
import { defineCommand } from '../command.ts';
import { bulkJson } from '../report/bulk-json.ts';
import { bulkLines } from '../report/bulk-text.ts';
import { locate } from '../report/locate.ts';
import { parseOptions, readingOptions } from '../report/parse-options.ts';
import { readDocument } from '../report/read-report.ts';
import { reportJson } from '../report/report-json.ts';
import { reportLines } from '../report/report-text.ts';
import { seenTitles } from '../report/seen-titles.ts';
import { print, printError, printJson } from '../terminal/output.ts';
import { style } from '../terminal/style.ts';

export const parse = defineCommand({
  usage: '<file> [--rows] [--json] [--year Y] [--taxpayer T] [--format F] [--mapping file.json]',
  description:
    'Reads a DIAN report (.xlsx) and shows the taxpayer, the topes against their limits, the totals by category and what\n' +
    'should be looked at; or a bulk format that companies file (.xlsx, .xml) and shows its totals. Needs no service. A file\n' +
    'that cannot be read gives exit code 1.',
  options: {
    rows: { type: 'boolean', description: 'Also show every row' },
    json: {
      type: 'boolean',
      description:
        'Print {layout, year, taxpayer, topes, rows, totalsByCategory, warnings}; for a bad file {error: {code, message, details}}',
    },
    ...readingOptions,
  },
  words: { min: 1, max: 1 },
  async run({ options, words }) {
    try {
      const document = await readDocument(locate(words[0]!), parseOptions(options));
      const rows = options.rows ?? false;
      if (options.json) printJson(document.kind === 'bulk' ? bulkJson(document) : reportJson(document));
      else {
        const lines =
          document.kind === 'bulk' ? bulkLines(document, { rows }) : reportLines(document, { rows });
        for (const line of lines) print(line);
      }
      return 0;
    } catch (error) {
      if (!WorkbookError.isInstance(error) && !MappingError.isInstance(error)) throw error;
      const message = workbookErrorMessage(error.code, error.details) ?? error.message;
      if (options.json) printJson({ error: { code: error.code, message, details: error.details } });
      else {
        printError(`${style('red', '✘', process.stderr)} ${message} (${error.code})`);
        if (error.code === 'unknown_layout') for (const line of seenTitles(error.details)) printError(line);
      }
      return 1;
    }
  },
});
