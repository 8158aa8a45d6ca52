import { readFileSync } from 'node:fs';
import type { Mapping, ParseDocumentOptions } from '@accountia/excel-parser';
import { UsageError } from '../errors.ts';
import { locate } from './locate.ts';

/** What every command that reads a file can be told about it. */
export const readingOptions = {
  year: { type: 'string', value: 'Y', description: 'Taxable year, when the file does not say it' },
  taxpayer: {
    type: 'string',
    value: 'TYPE:NUMBER:NAME',
    description: 'Whose file it is, when it does not say it: CC:1098765401:PEÑA ANA',
  },
  format: {
    type: 'string',
    value: 'CODE',
    description: 'Code of the bulk format, when the file does not say it',
  },
  mapping: {
    type: 'string',
    value: 'FILE',
    description: 'JSON that says which column of a workbook of another shape is which field',
  },
} as const;

interface Given {
  readonly year?: string;
  readonly taxpayer?: string;
  readonly format?: string;
  readonly mapping?: string;
}

/** What the caller knows of a file that does not say it itself. Throws UsageError. */
export function parseOptions(given: Given): ParseDocumentOptions {
  return {
    ...(given.year === undefined ? {} : { year: yearOf(given.year) }),
    ...(given.taxpayer === undefined ? {} : { taxpayer: taxpayerOf(given.taxpayer) }),
    ...(given.format === undefined ? {} : { format: given.format }),
    ...(given.mapping === undefined ? {} : { mapping: mappingOf(given.mapping) }),
  };
}

function yearOf(text: string): number {
  if (/^20\d\d$/.test(text)) return Number(text);
  throw new UsageError(`--year must be a year such as 2025, not "${text}"`);
}

function taxpayerOf(text: string): { documentType: string; number: string; name: string } {
  const [documentType, number, ...name] = text.split(':');
  if (documentType !== undefined && number !== undefined && /^\d{3,15}$/.test(number)) {
    return { documentType, number, name: name.join(':') };
  }
  throw new UsageError(`--taxpayer must look like "CC:1098765401:PEÑA ANA", not "${text}"`);
}

/** The reader checks what the mapping says; here it only has to be JSON. */
function mappingOf(file: string): Mapping {
  const path = locate(file);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Mapping;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--mapping ${file} cannot be read as JSON: ${why}`);
  }
}
