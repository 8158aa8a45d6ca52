import { describeError } from '../errors.ts';

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly milliseconds: number;
  /** What was found, or why it failed. */
  readonly message: string;
  /** What to do about a failure. */
  readonly hint: string | null;
}

export interface Check {
  readonly name: string;
  readonly hint: string;
  /** Names of the checks without which this one makes no sense. */
  readonly after?: readonly string[];
  /** Answers with what it found. Throws when something is wrong. */
  readonly run: () => Promise<string>;
}

/** One after the other, in order; what depends on a failed check fails without being tried. */
export async function runChecks(
  checks: readonly Check[],
  onResult: (result: CheckResult) => void,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const failed = results.find((result) => !result.ok && (check.after ?? []).includes(result.name));
    const result = failed === undefined ? await runCheck(check) : skipped(check, failed.name);
    results.push(result);
    onResult(result);
  }
  return results;
}

async function runCheck(check: Check): Promise<CheckResult> {
  const started = performance.now();
  try {
    const message = await check.run();
    return { name: check.name, ok: true, milliseconds: elapsed(started), message, hint: null };
  } catch (error) {
    const { message } = describeError(error);
    return { name: check.name, ok: false, milliseconds: elapsed(started), message, hint: check.hint };
  }
}

function skipped(check: Check, failed: string): CheckResult {
  return {
    name: check.name,
    ok: false,
    milliseconds: 0,
    message: `not tried: it needs ${failed}`,
    hint: null,
  };
}

function elapsed(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10;
}
