import { defineCommand } from '../command.ts';
import { print, printJson } from '../terminal/output.ts';
import { style } from '../terminal/style.ts';

export const insightsEval = defineCommand({
  usage: '[--json]',
  description:
    'Runs the rules over the golden declarations of packages/rag/golden and shows what an accountant expects and is missing,\n' +
    'and what nobody expects. Needs no service. Any of the two gives exit code 1.',
  options: {
    json: {
      type: 'boolean',
      description:
        'Print {declarations, expected, missing, spurious, results: [{name, missing, spurious, ruledOut}]}',
    },
  },
  async run({ options }) {
    const { evaluateGoldenCases, readGoldenCases } = await import('@accountia/rag/golden');
    const score = evaluateGoldenCases(await readGoldenCases());
    if (options.json) {
      printJson(score);
    } else {
      for (const { name, about, missing, spurious, ruledOut } of score.results) {
        const well = missing.length + spurious.length === 0;
        print(`${well ? style('green', '✓') : style('red', '✗')} ${name}  ${style('dim', about)}`);
        for (const one of missing) print(`    missing   ${one}`);
        for (const one of spurious) print(`    spurious  ${one}`);
        for (const one of ruledOut) print(`    ruled out ${one}`);
      }
      print();
      print(
        `${score.declarations} declarations, ${score.expected} insights expected: ${score.missing} missing, ${score.spurious} spurious.`,
      );
    }
    return score.missing + score.spurious === 0 ? 0 : 1;
  },
});
