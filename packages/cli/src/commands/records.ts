import type { BulkRecord, BulkRecordQuery } from '@accountia/sdk';
import { formatPesos } from '@accountia/tax-rules';
import { API_HELP, apiClient, urlOption } from '../api-client.ts';
import { defineCommand, wholeNumber } from '../command.ts';
import { totalLines } from '../report/bulk-document.ts';
import { print, printJson } from '../terminal/output.ts';
import { AMOUNT_COLUMNS } from '../report/bulk-text.ts';
import { table } from '../terminal/table.ts';

const PAGE = 500;
const SHOWN = 100;

export const records = defineCommand({
  usage: '<document id> [--totals] [--concept C] [--party N] [--name words] [--sheet S] [--json]',
  description:
    'The records of a bulk file that was uploaded: third party, concept and amounts, in the order of the file.\n' +
    `With --totals, what those that are found add up to.\n${API_HELP}`,
  options: {
    url: urlOption,
    totals: { type: 'boolean', description: 'What they add up to, by column and concept' },
    concept: { type: 'string', value: 'C', description: 'Only of this concept, such as 5002' },
    party: { type: 'string', value: 'N', description: 'Only of the third party with this number' },
    name: {
      type: 'string',
      value: 'words',
      description: 'Only of third parties with these words in their name',
    },
    sheet: { type: 'string', value: 'S', description: 'Only of this sheet' },
    format: { type: 'string', value: 'CODE', description: 'Only of this format' },
    limit: {
      type: 'string',
      value: 'n',
      description: `How many to show, ${SHOWN} unless given; --json gives all`,
    },
    json: { type: 'boolean', description: 'Print each record as a line of JSON; the totals as one object' },
  },
  words: { min: 1, max: 1 },
  async run({ options, words: [id = ''] }) {
    const limit = wholeNumber('limit', options.limit, options.json ? Number.MAX_SAFE_INTEGER : SHOWN);
    const { concept, party: partyNumber, name, sheet, format } = options;
    const query: BulkRecordQuery = { concept, partyNumber, name, sheet, format };
    const { documents } = await apiClient(options.url);
    if (options.totals) {
      const totals = await documents.recordTotals(id, query);
      if (options.json) printJson(totals);
      else for (const line of totalLines(totals)) print(line);
      return 0;
    }
    const shown: BulkRecord[] = [];
    let count = 0;
    for await (const record of documents.recordsAll(id, { ...query, limit: Math.min(PAGE, limit) })) {
      if (options.json) print(JSON.stringify(record));
      else shown.push(record);
      count += 1;
      if (count === limit) break;
    }
    if (options.json) return 0;
    for (const line of recordLines(shown)) print(line);
    if (count === limit) print(`\nSe muestran ${count}; --limit muestra más, --json los entrega todos.`);
    return 0;
  },
});

function recordLines(shown: readonly BulkRecord[]): string[] {
  return table(
    AMOUNT_COLUMNS,
    shown.flatMap((record) => {
      const concept = `${record.concept} ${record.conceptName}`.trim();
      // A record of zeros alone is there all the same.
      if (record.amounts.length === 0) return [[`fila ${record.row}`, nameOf(record.party), concept, '', '']];
      return record.amounts.map(({ cell, heading, amount, status, rawAmount, concerns }) => [
        cell,
        nameOf(record[concerns]),
        concept,
        heading,
        status === 'unreadable' ? `ilegible: ${rawAmount}` : formatPesos(BigInt(amount)),
      ]);
    }),
  );
}

function nameOf(party: BulkRecord['party']): string {
  return party === null ? '' : `${party.documentType} ${party.number} ${party.name}`.trim();
}
