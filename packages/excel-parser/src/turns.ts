import { setImmediate } from 'node:timers/promises';

/** So long at most is worked on a file before whoever else waits for the event loop has a turn. */
const WORK_MILLISECONDS = 8;

/** Lets the event loop have its turn every so often: reading a file may never have to wait for anything. */
export class Turns {
  #end = performance.now() + WORK_MILLISECONDS;

  /** To be called between pieces of work. @returns what to wait for, undefined when it is not time yet */
  next(): Promise<void> | undefined {
    return performance.now() < this.#end ? undefined : this.#take();
  }

  async #take(): Promise<void> {
    await setImmediate();
    this.#end = performance.now() + WORK_MILLISECONDS;
  }
}
