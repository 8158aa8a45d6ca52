import { isMainThread } from 'node:worker_threads';

/**
 * Preloaded into every app that the stack starts: when the process that started it is gone, however it went, the app
 * shuts down as if it had been asked to. Its standard input is a pipe that the parent holds open and never writes to.
 * An app's threads inherit the preload; their standard input is empty from the start and says nothing about the parent.
 */
if (isMainThread) {
  process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'));
  process.stdin.on('error', () => process.kill(process.pid, 'SIGTERM'));
  process.stdin.resume();
  // The pipe alone is no reason to stay.
  (process.stdin as unknown as { unref?: () => void }).unref?.();
}
