import { style } from '../terminal/style.ts';

export interface LogLine {
  /** Whose log it is from. */
  readonly source: string;
  /** Milliseconds since 1970; null for lines that do not say, as those of the database or a stack trace. */
  readonly at: number | null;
  readonly text: string;
}

const COLOURS = {
  trace: 'dim',
  debug: 'dim',
  info: 'green',
  warn: 'yellow',
  error: 'red',
  fatal: 'red',
} as const;
/** What every line has and the source says already. */
const KNOWN = new Set(['level', 'time', 'app', 'pid', 'msg', 'err']);

/** One line of a log, readable: JSON lines of our apps taken apart, everything else as it is. */
export function readLogLine(source: string, line: string): LogLine {
  const record = parseRecord(line);
  if (record === null) return { source, at: null, text: line };
  const { level, time, msg, err } = record;
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  const facts = Object.entries(record).filter(([key]) => !KNOWN.has(key));
  const parts = [
    Number.isNaN(at) ? '' : style('dim', clock(at)),
    styleLevel(typeof level === 'string' ? level : ''),
    typeof msg === 'string' ? msg : '',
    style('dim', facts.map(([key, value]) => `${key}=${plain(value)}`).join(' ')),
  ];
  const head = parts.filter((part) => part !== '').join(' ');
  return {
    source,
    at: Number.isNaN(at) ? null : at,
    text: err === undefined ? head : `${head}\n${indent(describe(err))}`,
  };
}

function parseRecord(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch (error) {
    // It only looks like JSON, or its writer was killed in the middle: shown as it is.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Local time of day with milliseconds. */
function clock(at: number): string {
  const time = new Date(at);
  return `${time.toLocaleTimeString('sv-SE')}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

function styleLevel(level: string): string {
  const label = level.toUpperCase().padEnd(5);
  return level in COLOURS ? style(COLOURS[level as keyof typeof COLOURS], label) : label.trim();
}

function plain(value: unknown): string {
  return typeof value === 'string' && !/\s/.test(value) ? value : JSON.stringify(value);
}

function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('stack' in error && typeof error.stack === 'string') return error.stack;
  return JSON.stringify(error);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
