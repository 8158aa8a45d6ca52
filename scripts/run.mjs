#!/usr/bin/env node
// The one entry of all root scripts. Runs on any Node from 20 on with nothing installed: it installs the workspace when
// needed and then hands over to the Node 24 that comes with it. Plain JavaScript, because older Nodes cannot strip types.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const node = path.join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
const cli = path.join(root, 'packages', 'cli', 'src', 'main.ts');

// Tools that look for others (turbo for pnpm) find those of the workspace, not the machine's.
process.env.PATH = [path.join(root, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter);

// Types are stripped and modules compiled once, not at every start of every process: the apps start in half the time.
process.env.NODE_COMPILE_CACHE ??= path.join(root, 'node_modules', '.cache', 'compile');

const [script, ...args] = process.argv.slice(2);
const scripts = {
  setup: () => 0,
  demo: () => run(node, [cli, 'demo', ...args]),
  start: () => run(node, [cli, 'start', ...args]),
  accountia: () => run(node, [cli, ...args]),
  test: () => run(node, [path.join(root, 'scripts', 'test.ts'), ...args]),
  check: () => run(node, [path.join(root, 'scripts', 'test.ts'), '--checks-only', ...args]),
  chaos: () => run(node, [path.join(root, 'tests', 'chaos', 'main.ts'), ...args]),
  format: () => run(node, [bin('oxfmt'), '.']),
};

if (script === undefined || !Object.hasOwn(scripts, script)) {
  console.error(`Usage: npm run ${Object.keys(scripts).join(' | ')}`);
  process.exit(2);
}
await install();
process.exit(await scripts[script]());

/** Installs when the lockfile or the workspace settings differ from those of the last install. */
async function install() {
  const fingerprint = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) {
    fingerprint.update(readFileSync(path.join(root, file)));
  }
  const wanted = `${fingerprint.digest('hex')} ${process.platform}-${process.arch}`;
  const marker = path.join(root, 'node_modules', '.accountia-installed');
  if (existsSync(node) && existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;

  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  console.error(`Installing packages with ${packageManager} …`);
  const status = await run(
    process.platform === 'win32' ? 'npx.cmd' : 'npx',
    ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn'],
    // pnpm asks before it replaces a node_modules folder; without a terminal it would fail instead.
    { ...process.env, CI: 'true' },
    // The output of a script belongs to the script: `accountia parse --json` must print JSON alone.
    ['ignore', 2, 2],
  );
  if (status !== 0) {
    console.error('The installation failed; its output is above.');
    process.exit(status);
  }
  mkdirSync(path.dirname(marker), { recursive: true });
  writeFileSync(marker, wanted);
}

function bin(name) {
  return path.join(root, 'node_modules', name, 'bin', name);
}

function run(command, commandArgs, env = process.env, stdio = 'inherit') {
  const child = spawn(command, commandArgs, { env, stdio });
  // Ctrl-C reaches the whole group by itself; a signal to this process alone must be passed on. Either way this process
  // waits until the child has cleaned up.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}
