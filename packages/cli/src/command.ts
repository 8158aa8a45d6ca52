import { parseArgs } from 'node:util';
import { UsageError } from './errors.ts';

export interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  /** One line of the help. */
  readonly description: string;
  /** How the help names the value of a string option. */
  readonly value?: string;
}
type OptionSpecs = Readonly<Record<string, OptionSpec>>;
type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]?: Specs[Name]['type'] extends 'boolean' ? boolean : string;
};

export interface CommandHelp {
  /** What follows the command's name: `<file> [--json]`. */
  readonly usage: string;
  readonly description: string;
  readonly options: OptionSpecs;
}

export interface Command {
  readonly help: CommandHelp;
  /** Answers with the exit code. Throws UsageError for arguments that make no sense. */
  execute(args: readonly string[]): Promise<number>;
}

export interface CommandDefinition<Specs extends OptionSpecs> {
  readonly usage: string;
  readonly description: string;
  readonly options: Specs;
  /** How many words may follow the command. */
  readonly words?: { readonly min: number; readonly max: number };
  run(invocation: {
    readonly options: OptionValues<Specs>;
    readonly words: readonly string[];
  }): Promise<number>;
}

/** A command whose options are checked and typed by their specification. */
export function defineCommand<const Specs extends OptionSpecs>(
  definition: CommandDefinition<Specs>,
): Command {
  const { usage, description, options, words: allowed = { min: 0, max: 0 } } = definition;
  return {
    help: { usage, description, options },
    async execute(args) {
      const { values, positionals } = parse(args, options);
      if (positionals.length < allowed.min) throw new UsageError(`Something is missing: ${usage}`);
      if (positionals.length > allowed.max) {
        throw new UsageError(`Too many words: ${positionals.slice(allowed.max).join(' ')}`);
      }
      return await definition.run({ options: values as OptionValues<Specs>, words: positionals });
    },
  };
}

function parse(args: readonly string[], options: OptionSpecs) {
  try {
    return parseArgs({
      args: [...args],
      options: Object.fromEntries(
        Object.entries(options).map(([name, { type, short }]) => [
          name,
          short === undefined ? { type } : { type, short },
        ]),
      ),
      allowPositionals: true,
    });
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      throw new UsageError(error.message);
    }
    throw error;
  }
}

/** The number of an option that counts something. */
export function wholeNumber(
  option: string,
  text: string | undefined,
  fallback: number,
  max = 1_000_000,
): number {
  if (text === undefined) return fallback;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= max) return number;
  throw new UsageError(`--${option} must be a whole number from 1 to ${max}, not "${text}"`);
}
