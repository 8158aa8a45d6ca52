import { text } from 'node:stream/consumers';
import { describeInputIssue, FORM_YEARS, type InputIssue, TaxRulesError } from '@accountia/tax-rules';
import { CliError } from '../errors.ts';
import { readNamedFile } from '../report/read-file.ts';

/** The JSON that a file holds; `-` is standard input. Throws CliError `source_unreadable` or `invalid_json`. */
export async function readDraftJson(file: string): Promise<unknown> {
  const content = file === '-' ? await text(process.stdin) : (await readNamedFile(file)).toString();
  try {
    // Some editors begin a file with a byte order mark.
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError('invalid_json', 'El archivo no es JSON válido.', { details: { file, reason }, cause });
  }
}

/** What the tax rules refuse, in words for the person who wrote the file; anything else as it is. */
export function explainRefusal(error: unknown): unknown {
  if (!(error instanceof TaxRulesError)) return error;
  const { code, details } = error;
  if (code === 'form_unknown') {
    const message =
      details['field'] === 'facts.resident'
        ? 'Quien no es residente fiscal declara en el formulario 110, no en el 210.'
        : `Solo se conoce el formulario 210 de los años gravables ${FORM_YEARS.join(', ')}.`;
    return new CliError(code, message, { details, cause: error });
  }
  const issues = ((details['issues'] ?? []) as readonly InputIssue[]).map(({ field, problem }) => ({
    field,
    problem,
    message: describeInputIssue({ field, problem }),
  }));
  const said = issues.map(({ field, message }) => `${field}: ${message}`).join(' ');
  const message = `Hay datos por corregir. ${said}`.trim();
  return new CliError(code, message, { details: { ...details, issues }, cause: error });
}
