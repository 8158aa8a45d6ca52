import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Where distributions and installers put it. */
const USUAL_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * A Chromium for the browser tests: the one that CHROMIUM_PATH names, the machine's, else installed, by the system's
 * package manager where we may (containers, CI), else by Playwright into the user's cache. Null, with the reason on
 * standard error, when none of that works.
 */
export function ensureChromium(): string | null {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') return given;
  return found() ?? installWithApt() ?? installWithPlaywright();
}

function found(): string | null {
  return USUAL_PATHS.find((candidate) => existsSync(candidate)) ?? null;
}

function installWithApt(): string | null {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  console.error('Installing Chromium for the browser tests …');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ]) {
    const { status, stderr } = spawnSync('apt-get', args, { env: environment, encoding: 'utf8' });
    if (status !== 0) {
      console.error(`apt-get ${args[0]} failed: ${stderr.trim().split('\n').at(-1) ?? ''}`);
      return null;
    }
  }
  return found();
}

function installWithPlaywright(): string | null {
  const require = createRequire(path.resolve(import.meta.dirname, '../apps/monitor/package.json'));
  const cli = path.join(path.dirname(require.resolve('playwright-core/package.json')), 'cli.js');
  const { status, stderr } = spawnSync(process.execPath, [cli, 'install', 'chromium'], { encoding: 'utf8' });
  if (status !== 0) {
    console.error(
      `No Chromium for the browser tests: ${stderr.trim().split('\n')[0] ?? ''}. Set CHROMIUM_PATH to one.`,
    );
    return null;
  }
  const { chromium } = require('playwright-core') as { chromium: { executablePath(): string } };
  return chromium.executablePath();
}
