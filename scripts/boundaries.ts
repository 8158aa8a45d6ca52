import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Which way the arrows of the house may point; docs/architecture.md draws them. pnpm already refuses an import that is
 * not declared, and knip one that is not used, so the declared dependencies are the arrows.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'task-contracts': [],
  'excel-parser': [],
  'tax-rules': [],
  gcs: [],
  'dev-services': [],
  'service-kit': ['task-contracts'],
  db: ['task-contracts'],
  sdk: ['task-contracts'],
  'task-runtime': ['task-contracts', 'db', 'service-kit'],
  rag: ['tax-rules'],
  exports: ['task-contracts', 'tax-rules'],
  cli: ['*'],
  api: [
    'task-contracts',
    'task-runtime',
    'db',
    'service-kit',
    'gcs',
    'excel-parser',
    'tax-rules',
    'exports',
    'rag',
  ],
  worker: ['task-contracts', 'task-runtime', 'db', 'service-kit', 'gcs', 'excel-parser', 'tax-rules', 'rag'],
  beat: ['task-contracts', 'task-runtime', 'db', 'service-kit'],
  monitor: ['task-contracts', 'task-runtime', 'db', 'service-kit'],
  tests: ['*'],
  bench: ['*'],
};

/** Third parties that one room keeps to itself, so that they can be replaced in one place. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  bullmq: ['task-runtime', 'bench'],
  ioredis: ['task-runtime', 'cli', 'bench', 'tests'],
  ai: ['rag'],
  '@google-cloud/storage': ['gcs', 'dev-services'],
  exceljs: ['excel-parser', 'exports', 'bench'],
  pdfkit: ['exports'],
};

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Each arrow that points the wrong way, as a sentence; empty when the house is in order. */
export function boundaryProblems(root: string): string[] {
  const manifests = globSync('{apps,packages}/*/package.json', { cwd: root }).concat(
    'tests/package.json',
    'bench/package.json',
  );
  return manifests.flatMap((file) => {
    const room = path.basename(path.dirname(file));
    const manifest = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Manifest;
    const allowed = ALLOWED[room];
    if (allowed === undefined)
      return [`${room} is not in the table of scripts/boundaries.ts: say what it may depend on`];
    const wrong = Object.keys(manifest.dependencies ?? {})
      .filter((name) => name.startsWith('@accountia/'))
      .map((name) => name.replace('@accountia/', ''))
      .filter((name) => !allowed.includes('*') && !allowed.includes(name))
      .map((name) => `${room} may not depend on ${name}`);
    const everything = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const apps = everything
      .filter((name) => globSync(`apps/${name.replace('@accountia/', '')}`, { cwd: root }).length > 0)
      .map((name) => `${room} depends on the app ${name}: only processes talk to apps`);
    const taken = everything
      .filter((name) => ONLY_IN[name] !== undefined && !ONLY_IN[name].includes(room))
      .map((name) => `${room} uses ${name}, which belongs to ${ONLY_IN[name]!.join(' and ')}`);
    return [...wrong, ...apps, ...taken];
  });
}
