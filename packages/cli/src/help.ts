import type { CommandHelp, OptionSpec } from './command.ts';
import { type CommandName, commandNames, commands, GROUPS } from './commands/index.ts';
import { style } from './terminal/style.ts';

export function overview(): string {
  const width = Math.max(...commandNames.map((name) => name.length)) + 2;
  const sections = GROUPS.map((group) => {
    const lines = commandNames
      .filter((name) => commands[name].group === group)
      .map((name) => `  ${name.padEnd(width)}${commands[name].summary}`);
    return `${style('bold', group)}\n${lines.join('\n')}`;
  });
  return [
    'Usage: npm run -s accountia -- <command> [options]',
    ...sections,
    'More about a command: npm run -s accountia -- <command> --help',
  ].join('\n\n');
}

export function helpOf(name: CommandName, help: CommandHelp): string {
  const options: Readonly<Record<string, OptionSpec>> = {
    ...help.options,
    help: { type: 'boolean', short: 'h', description: 'Show this help' },
  };
  const labelled = Object.entries(options).map(([option, spec]) => {
    const short = spec.short === undefined ? '    ' : `-${spec.short}, `;
    const value = spec.type === 'string' ? ` <${spec.value ?? 'value'}>` : '';
    return { label: `${short}--${option}${value}`, description: spec.description };
  });
  const width = Math.max(...labelled.map(({ label }) => label.length)) + 2;
  return [
    `Usage: npm run -s accountia -- ${name}${help.usage === '' ? '' : ` ${help.usage}`}`,
    help.description,
    `${style('bold', 'Options')}\n${labelled.map(({ label, description }) => `  ${label.padEnd(width)}${description}`).join('\n')}`,
  ].join('\n\n');
}

/** The commands that begin with a word that is none by itself, such as `runs`. */
export function helpOfFamily(word: string, names: readonly CommandName[]): string {
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const lines = names.map((name) => `  ${name.padEnd(width)}${commands[name].summary}`);
  return `Usage: npm run -s accountia -- ${word} <command> [options]\n\n${lines.join('\n')}`;
}
