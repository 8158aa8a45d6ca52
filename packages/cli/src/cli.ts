import { type CommandName, commandNames, commands } from './commands/index.ts';
import { CliError, describeError, UsageError } from './errors.ts';
import { helpOf, helpOfFamily, overview } from './help.ts';
import { nearest } from './nearest.ts';
import { print, printError, printJson } from './terminal/output.ts';
import { style } from './terminal/style.ts';

/** Runs one command line and answers with its exit code: 0 well, 1 the command failed, 2 the command line is wrong. */
export async function runCli(argv: readonly string[]): Promise<number> {
  const [first] = argv;
  if (
    first === undefined ||
    first === '--help' ||
    first === '-h' ||
    (first === 'help' && argv.length === 1)
  ) {
    print(overview());
    return first === undefined ? 2 : 0;
  }
  try {
    return await dispatch(first === 'help' ? [...argv.slice(1), '--help'] : argv);
  } catch (error) {
    return report(error, argv);
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const found = findCommand(argv);
  if (found === null) return noSuchCommand(argv);
  const command = await commands[found.name].load();
  const beforeDashes = found.args.includes('--') ? found.args.slice(0, found.args.indexOf('--')) : found.args;
  if (beforeDashes.includes('--help') || beforeDashes.includes('-h')) {
    print(helpOf(found.name, command.help));
    return 0;
  }
  try {
    return await command.execute(found.args);
  } catch (error) {
    if (error instanceof UsageError) {
      throw new UsageError(
        `${error.message}\nSee: npm run -s accountia -- ${found.name} --help`,
        error.details,
      );
    }
    throw error;
  }
}

/** Two words first: `runs list` is a command, `runs` is none. */
function findCommand(argv: readonly string[]): { name: CommandName; args: readonly string[] } | null {
  for (const words of [2, 1]) {
    const typed = argv.slice(0, words).join(' ');
    const name = commandNames.find((candidate) => candidate === typed);
    if (name !== undefined) return { name, args: argv.slice(words) };
  }
  return null;
}

function noSuchCommand(argv: readonly string[]): number {
  const [first = '', second] = argv;
  const family = commandNames.filter((name) => name.startsWith(`${first} `));
  if (family.length > 0 && (second === undefined || second.startsWith('-'))) {
    print(helpOfFamily(first, family));
    return second === '--help' || second === '-h' ? 0 : 2;
  }
  const typed = family.length > 0 ? `${first} ${second}` : first;
  const suggestion = nearest(typed, family.length > 0 ? family : firstWords());
  const hint = suggestion === null ? '' : ` Did you mean "${suggestion}"?`;
  throw new UsageError(
    `There is no command "${typed}".${hint}\nAll commands: npm run -s accountia -- --help`,
  );
}

function firstWords(): string[] {
  return [...new Set(commandNames.map((name) => name.split(' ')[0]!))];
}

function report(error: unknown, argv: readonly string[]): number {
  const described = describeError(error);
  const exitCode = error instanceof CliError ? error.exitCode : 1;
  // Programs that asked for JSON get JSON, also when the answer is no; a wrong command line is for its author to read.
  if (argv.includes('--json') && exitCode !== 2) printJson({ error: described });
  else printError(`${style('red', '✘', process.stderr)} ${described.message}`);
  if (described.code === 'unexpected_error' && error instanceof Error && error.stack !== undefined) {
    printError(error.stack);
  }
  return exitCode;
}
