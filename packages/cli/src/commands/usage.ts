import { defineCommand, wholeNumber } from '../command.ts';
import { withDatabase } from '../database.ts';
import { findEnvironment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { getOrganization } from '../operator-queries.ts';
import { print, printJson } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';

export const usage = defineCommand({
  usage: '--organization <name> [--months <n>] [--budget <tokens|default>] [--json]',
  description:
    "What an organization used of a language model, month by month, and this month's budget in tokens.\n" +
    'With --budget it gets a budget of its own, or with "default" what the installation gives everybody.',
  options: {
    organization: { type: 'string', value: 'name', description: 'Whose use' },
    months: { type: 'string', value: 'n', description: 'So many months back, 12 unless given' },
    budget: { type: 'string', value: 'tokens', description: 'Set its tokens a month, or "default"' },
    json: { type: 'boolean', description: 'Print {organization, budget, used, months}' },
  },
  async run({ options }) {
    const name = options.organization?.trim();
    if (!name) throw new UsageError('--organization is missing');
    const months = wholeNumber('months', options.months, 12, 60);
    const given =
      options.budget === undefined || options.budget === 'default'
        ? null
        : options.budget === '0'
          ? 0
          : wholeNumber('budget', options.budget, 0, 1e12);
    const [{ listModelUsage, modelBudget, setModelBudget }, { modelUseEnvironment, readEnvironment }, { z }] =
      await Promise.all([import('@accountia/db'), import('@accountia/service-kit'), import('zod')]);
    const { AI_MONTHLY_BUDGET_TOKENS: everybodys } = readEnvironment(
      'accountia',
      z.object(modelUseEnvironment),
      await findEnvironment(['database']),
    );
    const { budget, rows } = await withDatabase(async (db) => {
      const { id } = await getOrganization(db, name);
      if (options.budget !== undefined) await setModelBudget(db, id, given);
      return { budget: await modelBudget(db, id, everybodys), rows: await listModelUsage(db, id, months) };
    });
    if (options.json) {
      printJson({
        organization: name,
        budget: budget.budget === null ? null : Number(budget.budget),
        used: Number(budget.used),
        months: rows.map((row) => ({
          month: row.month.slice(0, 7),
          provider: row.provider,
          model: row.model,
          purpose: row.purpose,
          calls: Number(row.calls),
          cached: Number(row.cached),
          inputTokens: Number(row.input_tokens),
          outputTokens: Number(row.output_tokens),
          costMicros: row.cost_micros === null ? null : Number(row.cost_micros),
        })),
      });
      return 0;
    }
    print(`This month: ${budget.used} of ${budget.budget ?? 'unlimited'} tokens.`);
    if (rows.length === 0) return 0;
    const titles = ['Month', 'Model', 'Purpose', 'Calls', 'Known', 'Tokens in', 'Tokens out', 'US dollars'];
    const lines = rows.map((row) => [
      row.month.slice(0, 7),
      `${row.provider}/${row.model}`,
      row.purpose,
      String(row.calls),
      String(row.cached),
      String(row.input_tokens),
      String(row.output_tokens),
      row.cost_micros === null ? 'no price' : (Number(row.cost_micros) / 1e6).toFixed(4),
    ]);
    for (const line of table(
      titles.map((title) => ({ title })),
      lines,
    ))
      print(line);
    return 0;
  },
});
