import { getHeapStatistics } from 'node:v8';
import { throwIfAborted } from './errors.ts';
import { limitExceeded, type WorkbookLimits } from './limits.ts';

/** So long at least between two looks at the heap: a look takes as long as scanning many rows. */
const HEAP_MILLISECONDS = 5;

/**
 * What reading a workbook has cost so far in time and memory, and whether it is still wanted. Asked between chunks: the
 * longest stretch of work without a look at it is one chunk.
 */
export class Watch {
  readonly #limits: WorkbookLimits;
  readonly #signal: AbortSignal | undefined;
  readonly #heapAtStart = getHeapStatistics().used_heap_size;
  #spentMilliseconds = 0;
  #runningSince: number | undefined;
  #runs = 0;
  #nextHeapLook = 0;

  constructor(limits: WorkbookLimits, signal: AbortSignal | undefined) {
    this.#limits = limits;
    this.#signal = signal;
  }

  /** Time counts from now on, until `pause` was called as often as this. */
  resume(): void {
    this.#runs += 1;
    this.#runningSince ??= performance.now();
  }

  /** What the caller does with the rows is not our time. */
  pause(): void {
    this.#runs -= 1;
    if (this.#runs > 0 || this.#runningSince === undefined) return;
    this.#spentMilliseconds += performance.now() - this.#runningSince;
    this.#runningSince = undefined;
  }

  /** The part of `check` that costs nothing. @throws WorkbookError `aborted` */
  checkAborted(): void {
    throwIfAborted(this.#signal);
  }

  /** @throws WorkbookError `aborted` or `limit_exceeded` */
  check(): void {
    this.checkAborted();
    const { milliseconds, heapBytes } = this.#limits;
    const now = performance.now();
    const running = this.#runningSince === undefined ? 0 : now - this.#runningSince;
    if (this.#spentMilliseconds + running > milliseconds) throw limitExceeded('milliseconds', milliseconds);
    if (now < this.#nextHeapLook) return;
    this.#nextHeapLook = now + HEAP_MILLISECONDS;
    if (getHeapStatistics().used_heap_size - this.#heapAtStart > heapBytes) {
      throw limitExceeded('heapBytes', heapBytes);
    }
  }
}
