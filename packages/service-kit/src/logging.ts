import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Keys whose values never reach a log, at any of the depths that we log. */
const SENSITIVE = ['authorization', 'apiKey', 'password', 'secret', 'cookie', 'taxpayerName', 'reporterName'];

/** JSON lines on standard output, with the app's name on each. */
export function createLogger(options: { app: string; level: string; version?: string }): Logger {
  return pino(
    {
      level: options.level,
      base: { app: options.app, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: SENSITIVE.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
        censor: '[redacted]',
      },
    },
    // Written at once: a line that says why a process ended is not lost with it, and a reader that went away cannot keep
    // it from ending (the buffered destination flushes on exit, and tries a broken pipe for ever).
    pino.destination({ dest: 1, sync: true }),
  );
}
