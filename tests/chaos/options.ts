import { parseArgs } from 'node:util';
import { ALL_FAULT_KINDS, FAMILIES, FAULT_KINDS, kindsWithout } from './plan/kinds.ts';
import type { PlanOptions } from './plan/plan.ts';

export const HELP = `
npm run chaos -- [options]

  --minutes N         how long faults strike (1)
  --documents D       how many documents arrive in that time (100 for each minute)
  --organizations O   of how many organizations (4)
  --seed S            chooses documents and faults; the same seed gives the same plan (a random one)
  --quiet             only the report
  --no-<name>         without a family or kind of fault, as often as you like

${FAMILIES.map((family) => `${family}: ${ALL_FAULT_KINDS.filter((kind) => FAULT_KINDS[kind].family === family).join(', ')}`).join('\n')}

Exit code 0 when every invariant holds, 1 when one is violated, 2 when it was asked wrongly.
`;

export interface CommandOptions extends PlanOptions {
  readonly quiet: boolean;
  readonly help: boolean;
}

/** Was asked wrongly; the message says what is wrong. */
export class UsageError extends Error {
  readonly code = 'usage';
}

/** Reads the command line. Throws UsageError. */
export function readOptions(given: readonly string[]): CommandOptions {
  const { values, kinds } = parse(given);
  const minutes = positive('minutes', values.minutes);
  return {
    seed: values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : positive('seed', values.seed),
    durationMs: minutes * 60_000,
    documents: positive('documents', values.documents ?? String(Math.ceil(minutes * 100))),
    organizations: positive('organizations', values.organizations),
    kinds,
    quiet: values.quiet,
    help: values.help,
  };
}

function parse(given: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: given.filter((one) => !one.startsWith('--no-')),
      options: {
        minutes: { type: 'string', default: '1' },
        documents: { type: 'string' },
        organizations: { type: 'string', default: '4' },
        seed: { type: 'string' },
        quiet: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const switchedOff = given.filter((one) => one.startsWith('--no-')).map((one) => one.replace('--no-', ''));
    return { values, kinds: kindsWithout(switchedOff) };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (Number.isFinite(number) && number > 0) return number;
  throw new UsageError(`--${name} wants a number above 0, not "${value}"`);
}
