import { setTimeout as sleep } from 'node:timers/promises';
import { defineCommand, wholeNumber } from '../command.ts';
import { findLogs, type LogFile, LogTail, readLastLines } from '../logs/log-files.ts';
import { type LogLine, readLogLine } from '../logs/log-line.ts';
import { mergeLogs } from '../logs/merge.ts';
import { stateDirectory } from '../stack-state.ts';
import { print } from '../terminal/output.ts';
import { style } from '../terminal/style.ts';

const FOLLOW_MS = 250;

export const logs = defineCommand({
  usage: '[app] [--follow] [--lines <n>]',
  description:
    'Shows what the apps (api, worker, beat, monitor) and services (postgres, redis, …) of this checkout wrote.\n' +
    'Without a name, the logs of all, by time.',
  options: {
    follow: { type: 'boolean', short: 'f', description: 'Go on with what comes, until Ctrl-C' },
    lines: {
      type: 'string',
      short: 'n',
      value: 'n',
      description: 'So many of the last lines, 50 unless given',
    },
  },
  words: { min: 0, max: 1 },
  async run({ options, words }) {
    const count = wholeNumber('lines', options.lines, 50, 100_000);
    const files = findLogs(stateDirectory(), words[0]);
    const read = files.map((file) => ({ file, ...readLastLines(file.path, count) }));
    const show = printer(files);
    for (const line of mergeLogs(
      read.map(({ file, lines }) => lines.map((text) => readLogLine(file.name, text))),
    ).slice(-count)) {
      show(line);
    }
    if (!options.follow) return 0;
    const tails = read.map(({ file, offset }) => ({ file, tail: new LogTail(file.path, offset) }));
    for (;;) {
      await sleep(FOLLOW_MS);
      for (const { file, tail } of tails)
        for (const text of tail.newLines()) show(readLogLine(file.name, text));
    }
  },
});

/** Names the source of each line when there are several. */
function printer(files: readonly LogFile[]): (line: LogLine) => void {
  if (files.length === 1) return (line) => print(line.text);
  const width = Math.max(...files.map(({ name }) => name.length));
  return (line) => print(`${style('cyan', line.source.padEnd(width))} ${line.text}`);
}
