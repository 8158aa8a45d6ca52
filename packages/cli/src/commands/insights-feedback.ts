import { defineCommand, wholeNumber } from '../command.ts';
import { withDatabase } from '../database.ts';
import { getOrganization } from '../operator-queries.ts';
import { print, printJson } from '../terminal/output.ts';
import { style } from '../terminal/style.ts';
import { table } from '../terminal/table.ts';

export const insightsFeedback = defineCommand({
  usage: '[--organization <name>] [--reasons <n>] [--json]',
  description:
    'What people said of each kind of insight over all organizations, the most often wrong first, with the newest reasons.',
  options: {
    organization: { type: 'string', value: 'name', description: 'Only what this organization said' },
    reasons: {
      type: 'string',
      value: 'n',
      description: 'Show at most so many reasons of each kind, 3 unless given',
    },
    json: { type: 'boolean', description: 'Print {items: [{code, useful, wrong, reasons}]}' },
  },
  async run({ options }) {
    const reasonsPerCode = wholeNumber('reasons', options.reasons, 3, 100);
    const { reportInsightFeedback } = await import('@accountia/db');
    const items = await withDatabase(async (db) => {
      const { organization } = options;
      return await reportInsightFeedback(db, {
        reasonsPerCode,
        ...(organization === undefined
          ? {}
          : { organizationId: (await getOrganization(db, organization)).id }),
      });
    });
    if (options.json) {
      printJson({ items });
      return 0;
    }
    if (items.length === 0) {
      print('Nobody has said anything of an insight yet.');
      return 0;
    }
    const columns = [
      { title: 'Useful', align: 'right' as const },
      { title: 'Wrong', align: 'right' as const },
      { title: 'Insight' },
    ];
    const rows = items.map(({ useful, wrong, code }) => [String(useful), String(wrong), code]);
    for (const line of table(columns, rows)) print(line);
    for (const { code, reasons } of items.filter(({ reasons: said }) => said.length > 0)) {
      print();
      print(style('bold', code));
      for (const { verdict, reason, title } of reasons)
        print(`  ${verdict}: ${reason}  ${style('dim', title)}`);
    }
    return 0;
  },
});
