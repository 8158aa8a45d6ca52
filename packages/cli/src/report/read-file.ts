import { readFile } from 'node:fs/promises';
import { CliError } from '../errors.ts';
import { locate } from './locate.ts';

/** The bytes of a file that was named on the command line. Throws CliError `source_unreadable`. */
export async function readNamedFile(file: string): Promise<Buffer> {
  try {
    return await readFile(locate(file));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const message = code === 'ENOENT' ? 'El archivo no existe.' : 'No se pudo leer el archivo.';
    throw new CliError('source_unreadable', message, { details: { file, reason: code }, cause });
  }
}
