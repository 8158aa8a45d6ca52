export * from './catalogue.ts';
export * from './categories.ts';
export * from './task-error.ts';
export * from './task.ts';
export { analyzeDeclaration } from './tasks/analyze-declaration.ts';
export { dailySummary } from './tasks/daily-summary.ts';
export { ping } from './tasks/ping.ts';
export { PROCESS_FILE_PHASES, processFile } from './tasks/process-file.ts';
export { purgeExpired } from './tasks/purge-expired.ts';
