import { defineCommand } from '../command.ts';
import { requestRestart } from '../stack-state.ts';
import { print, printJson } from '../terminal/output.ts';
import { tick } from '../terminal/style.ts';

export const restart = defineCommand({
  usage: '[app] [--json]',
  description:
    'Restarts one app that "npm start" runs here (api, worker, beat, monitor), or all, and waits until they are back.',
  options: { json: { type: 'boolean', description: 'Print {pid, apps}' } },
  words: { min: 0, max: 1 },
  async run({ options, words }) {
    const app = words[0] ?? null;
    const state = await requestRestart(app);
    if (options.json) {
      printJson(state);
      return 0;
    }
    for (const [name, running] of Object.entries(state.apps)) {
      if (running !== null && (app === null || app === name)) {
        print(
          `${tick(true)} ${name} runs again, process ${running.pid}${running.url === null ? '' : ` at ${running.url}`}`,
        );
      }
    }
    return 0;
  },
});
