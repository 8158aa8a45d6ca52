import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ended } from './ended.ts';

/** A program in Python that answers each line it is given with one line, both JSON. */
export interface PythonPeer {
  readonly versions: string;
  ask<Answer>(question: object): Promise<Answer>;
  stop(): Promise<void>;
}

/** The first `python3` that has the modules: a version manager's often comes before the system's and has none. */
function findPython(modules: readonly string[]): { program: string; versions: string } | null {
  const report = `import ${['sys', ...modules].join(', ')}
print('Python', sys.version.split()[0], *[f'{m.__name__} {m.__version__.split()[0]}' for m in (${modules.join(', ')},)], sep=', ')`;
  for (const program of ['python3', '/usr/bin/python3', '/usr/local/bin/python3']) {
    const found = spawnSync(program, ['-c', report], { encoding: 'utf8' });
    if (found.status === 0) return { program, versions: found.stdout.trim() };
  }
  return null;
}

/**
 * Starts a peer and waits until it says that it is ready. Null, and a line that says what is missing, where no `python3`
 * has the modules.
 */
export async function startPythonPeer(options: {
  readonly script: string;
  readonly modules: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}): Promise<PythonPeer | null> {
  const python = findPython(options.modules);
  if (python === null) {
    const packages = options.modules.map((name) => `python3-${name}`).join(' ');
    console.log(
      `Goes on without the peer: no python3 has ${options.modules.join(', ')} (Debian: apt install ${packages}).`,
    );
    return null;
  }
  const pythonPath = [path.dirname(options.script), path.join(import.meta.dirname, 'celery')];
  const child = spawn(python.program, ['-u', options.script], {
    env: { ...process.env, ...options.environment, PYTHONPATH: pythonPath.join(path.delimiter) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const peer: PythonPeer = {
    versions: python.versions,
    async ask<Answer>(question: object) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { done, value } = await lines.next();
      if (done) throw new Error(`${options.script} ended with ${child.exitCode ?? child.signalCode}`);
      return JSON.parse(value) as Answer;
    },
    async stop() {
      child.stdin.end();
      await ended(child);
    },
  };
  await peer.ask({ do: 'start' });
  return peer;
}
