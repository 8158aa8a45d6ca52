import type { Command } from '../command.ts';

export const GROUPS = ['Reports', 'Tax corpus', 'Local stack', 'Operation', 'Queue'] as const;

export interface CommandEntry {
  readonly group: (typeof GROUPS)[number];
  readonly summary: string;
  /** Loads the command and what it needs; the others stay unread, which keeps each of them quick to start. */
  readonly load: () => Promise<Command>;
}

/** Every command there is, in the order of the help. A name may have two words. */
export const commands = {
  parse: {
    group: 'Reports',
    summary: 'Read a DIAN report and show what it says; needs nothing else',
    load: async () => (await import('./parse.ts')).parse,
  },
  cells: {
    group: 'Reports',
    summary: 'Print the cells of any workbook as lines of JSON; needs nothing else',
    load: async () => (await import('./cells.ts')).cells,
  },
  upload: {
    group: 'Reports',
    summary: 'Upload a report or a bulk file, follow it, and show what was read',
    load: async () => (await import('./upload.ts')).upload,
  },
  records: {
    group: 'Reports',
    summary: 'The records of an uploaded bulk file, or what they add up to',
    load: async () => (await import('./records.ts')).records,
  },
  draft: {
    group: 'Reports',
    summary: 'Draft Form 210 from boxes and facts in a JSON file; needs nothing else',
    load: async () => (await import('./draft.ts')).draft,
  },
  'insights eval': {
    group: 'Reports',
    summary: 'Compare the insights with those an accountant expects of the golden declarations',
    load: async () => (await import('./insights-eval.ts')).insightsEval,
  },
  ask: {
    group: 'Reports',
    summary: 'Ask about a declaration and read the answer with its sources',
    load: async () => (await import('./ask.ts')).ask,
  },
  demo: {
    group: 'Reports',
    summary: 'Show the whole way of a report: start all, upload, follow, explain, stop all',
    load: async () => (await import('./demo.ts')).demo,
  },

  'corpus load': {
    group: 'Tax corpus',
    summary: 'Load law from a file, a directory or a gs:// prefix',
    load: async () => (await import('./corpus-load.ts')).corpusLoad,
  },
  'corpus embed': {
    group: 'Tax corpus',
    summary: 'Give the loaded law its vectors, of the configured embedding model',
    load: async () => (await import('./corpus-embed.ts')).corpusEmbed,
  },
  'corpus search': {
    group: 'Tax corpus',
    summary: 'Find the articles that answer a question, or a file of them',
    load: async () => (await import('./corpus-search.ts')).corpusSearch,
  },
  'corpus eval': {
    group: 'Tax corpus',
    summary: 'Measure how well questions find their articles, beside plain BM25',
    load: async () => (await import('./corpus-eval.ts')).corpusEval,
  },

  start: {
    group: 'Local stack',
    summary: 'Bring services and apps up and keep them up, with reload on change',
    load: async () => (await import('./start.ts')).start,
  },
  app: {
    group: 'Local stack',
    summary: 'Bring up one app alone, with the services it needs',
    load: async () => (await import('./start.ts')).app,
  },
  logs: {
    group: 'Local stack',
    summary: 'Show what the apps and services wrote, once or as it comes',
    load: async () => (await import('./logs.ts')).logs,
  },
  restart: {
    group: 'Local stack',
    summary: 'Restart one app of "npm start", or all of them',
    load: async () => (await import('./restart.ts')).restart,
  },
  up: {
    group: 'Local stack',
    summary: 'Start PostgreSQL, Redis and the object store, and leave them up',
    load: async () => (await import('./services.ts')).up,
  },
  down: {
    group: 'Local stack',
    summary: 'Stop PostgreSQL, Redis and the object store',
    load: async () => (await import('./services.ts')).down,
  },
  services: {
    group: 'Local stack',
    summary: 'Show which of them run here, and where',
    load: async () => (await import('./services.ts')).services,
  },
  clean: {
    group: 'Local stack',
    summary: 'Stop everything here and delete its data',
    load: async () => (await import('./clean.ts')).clean,
  },

  status: {
    group: 'Operation',
    summary: 'Queues, active runs, workers, schedules and services at a glance',
    load: async () => (await import('./status.ts')).status,
  },
  test: {
    group: 'Operation',
    summary: 'Check every part, with a run that goes all the way',
    load: async () => (await import('./test.ts')).test,
  },
  health: {
    group: 'Operation',
    summary: 'Ask the API how it and its dependencies are',
    load: async () => (await import('./health.ts')).health,
  },
  migrate: {
    group: 'Operation',
    summary: 'Bring the database schema up to date',
    load: async () => (await import('./migrate.ts')).migrate,
  },
  'insights feedback': {
    group: 'Operation',
    summary: 'What people said of each kind of insight, the most often wrong first',
    load: async () => (await import('./insights-feedback.ts')).insightsFeedback,
  },
  'runs list': {
    group: 'Operation',
    summary: 'The newest runs of all organizations',
    load: async () => (await import('./runs-list.ts')).runsList,
  },
  'runs show': {
    group: 'Operation',
    summary: 'One run with its history',
    load: async () => (await import('./runs-show.ts')).runsShow,
  },
  'runs retry': {
    group: 'Operation',
    summary: 'Start a failed, cancelled or expired run again',
    load: async () => (await import('./runs-control.ts')).runsRetry,
  },
  'runs dead': {
    group: 'Operation',
    summary: 'Runs that failed for good, by what ended them',
    load: async () => (await import('./runs-dead.ts')).runsDead,
  },
  'runs redrive': {
    group: 'Operation',
    summary: 'Start failed runs again, one or all of a cause',
    load: async () => (await import('./runs-redrive.ts')).runsRedrive,
  },
  'runs cancel': {
    group: 'Operation',
    summary: 'Ask a run to stop',
    load: async () => (await import('./runs-control.ts')).runsCancel,
  },
  'keys create': {
    group: 'Operation',
    summary: 'Make an API key for an organization',
    load: async () => (await import('./keys.ts')).keysCreate,
  },
  'keys list': {
    group: 'Operation',
    summary: 'API keys, without their secrets',
    load: async () => (await import('./keys.ts')).keysList,
  },
  'keys revoke': {
    group: 'Operation',
    summary: 'Make an API key useless',
    load: async () => (await import('./keys.ts')).keysRevoke,
  },
  usage: {
    group: 'Operation',
    summary: 'What an organization uses of a language model, and its budget',
    load: async () => (await import('./usage.ts')).usage,
  },

  'redis cli': {
    group: 'Queue',
    summary: 'A Redis prompt, or one command after --',
    load: async () => (await import('./redis.ts')).redisCli,
  },
  'redis monitor': {
    group: 'Queue',
    summary: 'Every command that Redis receives, as it comes',
    load: async () => (await import('./redis.ts')).redisMonitor,
  },
} as const satisfies Record<string, CommandEntry>;

export type CommandName = keyof typeof commands;
// Object.keys gives up the names that the table has.
export const commandNames = Object.keys(commands) as readonly CommandName[];
