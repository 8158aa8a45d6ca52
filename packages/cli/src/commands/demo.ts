import { defineCommand } from '../command.ts';
import { runDemo } from '../demo/demo.ts';

export const demo = defineCommand({
  usage: '[report.xlsx]',
  description:
    'Starts every part, uploads a report (the sample unless given), follows its run, prints what was found and stops everything.',
  options: {},
  words: { min: 0, max: 1 },
  run: ({ words }) => runDemo(words[0]),
});
