/**
 * Watches over the supervisor. A supervisor killed with -9 cannot stop its children; this process then does it. The
 * supervisor holds the other end of our standard input, so its end, however it comes, is our end of file.
 */
import { readServices, STOP_GRACE_MS, STOP_ORDER, stopSignals } from './service-record.ts';
import { stateDirectoryAt } from '../state/state-directory.ts';
import { stopProcess, waitUntilGone } from '../state/process-identity.ts';

const SUPERVISOR_END_MS = 10_000;

const [, , statePath] = process.argv;
if (statePath === undefined) throw new Error('usage: guard-main.ts <state directory>');
const state = stateDirectoryAt(statePath);

process.stdin.resume();
process.stdin.once('close', () => {
  stopOrphans().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

async function stopOrphans(): Promise<void> {
  const record = readServices(state);
  // A new supervisor may already have taken over; its children are not ours to stop.
  if (record === null || record.guard?.pid !== process.pid) return;
  // A dying process closes its files a moment before it is gone.
  if (!(await waitUntilGone(record.supervisor, SUPERVISOR_END_MS))) return;
  for (const name of STOP_ORDER) {
    const identity = record.services[name]?.process;
    if (identity !== undefined && identity !== null) {
      await stopProcess(identity, stopSignals(name), STOP_GRACE_MS);
    }
  }
}
