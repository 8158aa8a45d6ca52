import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { boundaryProblems } from './boundaries.ts';

/**
 * Everything that must hold before a change is kept: format, lint, types, unused code, boundaries, tests. All steps run
 * whatever the ones before said, so that one run shows all there is to mend.
 */
const root = path.resolve(import.meta.dirname, '..');
const checksOnly = process.argv.includes('--checks-only');
const filters = process.argv.slice(2).filter((argument) => argument !== '--checks-only');

const bin = (name: string, program = name) => path.join(root, 'node_modules', name, 'bin', program);
const failed: string[] = [];

await step('format', process.execPath, [bin('oxfmt'), '--check', '.']);
await step('lint', process.execPath, [bin('oxlint'), '--deny-warnings']);
// All packages as one program: each file is checked once, not again in every package that imports it, and the next time
// only what a change reaches.
await step('types', process.execPath, [bin('typescript', 'tsc'), '-p', '.']);
await step('unused code', process.execPath, [
  path.join(root, 'node_modules', 'knip', 'bin', 'knip.js'),
  '--cache',
  '--cache-location',
  path.join(root, 'node_modules', '.cache', 'knip'),
]);
boundaries();

let counts = { passed: 0, failed: 0 };
if (!checksOnly) {
  const report = path.join(root, '.data', 'test-report.json');
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  await step('tests', process.execPath, [
    path.join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...filters,
  ]);
  counts = readCounts(report);
}

console.log('');
if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}`);
else console.log('All checks passed.');
console.log(
  `${counts.passed} passed, ${counts.failed + failed.filter((name) => name !== 'tests').length} failed`,
);
process.exitCode = failed.length > 0 ? 1 : 0;

async function step(name: string, command: string, args: readonly string[]): Promise<void> {
  const started = performance.now();
  console.log(`\n── ${name}`);
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve(exitCode ?? 1));
  });
  if (code !== 0) failed.push(name);
  console.log(
    `── ${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${((performance.now() - started) / 1_000).toFixed(1)} s`,
  );
}

function boundaries(): void {
  console.log('\n── boundaries');
  const problems = boundaryProblems(root);
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) failed.push('boundaries');
  console.log(`── boundaries: ${problems.length === 0 ? 'passed' : 'FAILED'}`);
}

function readCounts(report: string): { passed: number; failed: number } {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  ) as {
    numPassedTests: number;
    numFailedTests: number;
    numFailedTestSuites: number;
  };
  // A file that could not be loaded has no failed test, and must not pass for that.
  return { passed: numPassedTests, failed: numFailedTests === 0 ? numFailedTestSuites : numFailedTests };
}
