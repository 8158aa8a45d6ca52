import type { SandboxedFile, SandboxedReport } from '../sandbox/parse-pool.ts';

/** What was read, where nothing but a report can have been. */
export function asReport(file: SandboxedFile): SandboxedReport {
  if (file.kind !== 'report') throw new Error(`read as ${file.bulk.layout}`);
  return file;
}
