import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Not its `close`, which waits for somebody to read the end of its output, and now and then never comes. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
