import { DRAFT_INPUT_SCHEMA, draftFromJson } from '@accountia/tax-rules';
import { defineCommand } from '../command.ts';
import { draftLines } from '../draft/draft-text.ts';
import { explainRefusal, readDraftJson } from '../draft/read-draft-input.ts';
import { UsageError } from '../errors.ts';
import { print, printJson } from '../terminal/output.ts';

export const draft = defineCommand({
  usage: '<file.json> [--all] [--json] | --schema',
  description:
    'Drafts Form 210 from {"year":2024,"boxes":{"32":"120000000"},"facts":{"dependants":2}}: the boxes a person fills and\n' +
    'what no report can know; --schema describes all of it. Needs no service. "-" reads standard input.\n' +
    'Input that cannot be drafted gives exit code 1.',
  options: {
    all: { type: 'boolean', description: 'Also show the boxes that are zero' },
    json: {
      type: 'boolean',
      description:
        'Print {year, form, provisional, boxes: {"34": {value, rule, article, …}}, warnings, assumptions}, amounts as decimal strings; for bad input {error: {code, message, details}}',
    },
    schema: { type: 'boolean', description: 'Print the JSON Schema of the input' },
  },
  words: { min: 0, max: 1 },
  async run({ options, words: [file] }) {
    if (options.schema === true) {
      if (file !== undefined) throw new UsageError('--schema takes no file');
      printJson(DRAFT_INPUT_SCHEMA);
      return 0;
    }
    if (file === undefined) throw new UsageError('Something is missing: <file.json>, or --schema');
    const input = await readDraftJson(file);
    const drafted = tryDraft(input);
    if (options.json) printJson(drafted);
    else for (const line of draftLines(drafted, { all: options.all ?? false })) print(line);
    return 0;
  },
});

function tryDraft(input: unknown) {
  try {
    return draftFromJson(input);
  } catch (error) {
    throw explainRefusal(error);
  }
}
