import type { Listener } from '@accountia/db';
import type { Logger } from '@accountia/service-kit';

/** What the trigger on `runs` asks about (migration 0015). */
const SIGN = 'accountia dispatcher is looking';
/** Between two looks while runs keep coming. */
const LOOK_MS = 20;
/** A round that admits so many is a sign of more to come, */
const MANY = 8;
/** and so are so many in such a span; with fewer calls are wanted again. A call is sooner than the next look. */
const BUSY = 25;
const SPAN_MS = 250;
/** Who was told that nobody needs to be called has committed by then, and if not is found by the next poll. */
const LINGER_MS = 500;

export interface Lookout {
  /** Told of each round: how many runs it admitted. */
  after(admitted: number): void;
  /** The longest pause until the next round; null when there is no haste because a notice will come. */
  readonly pauseMs: number | null;
}

/**
 * While many runs come, a hundred a second or more, the dispatcher looks every few milliseconds and puts up a sign that it
 * needs no notice: each transaction that notifies has to wait for all others that do, which is the slowest part of accepting
 * a run. When it gets quiet it takes the sign down first and goes on looking for a while.
 */
export function createLookout(listener: Pick<Listener, 'setSign'>, logger: Logger): Lookout {
  let isUp = false;
  let changing = false;
  /** Admitted since `countedFrom`. */
  let count = 0;
  let countedFrom = performance.now();
  let lookUntil = -Infinity;

  function change(up: boolean): void {
    if (changing) return;
    changing = true;
    listener
      .setSign(SIGN, up)
      .then((done) => {
        if (done) isUp = up;
      })
      .catch((error: unknown) => logger.warn({ err: error }, 'dispatcher sign'))
      .finally(() => (changing = false));
  }

  return {
    after(admitted) {
      const now = performance.now();
      count += admitted;
      const isBusy = count >= BUSY || admitted >= MANY;
      if (!isUp && isBusy) {
        lookUntil = now + SPAN_MS + LINGER_MS;
        change(true);
      }
      const spanIsOver = now - countedFrom > SPAN_MS;
      if (isUp && spanIsOver && !isBusy) {
        lookUntil = now + LINGER_MS;
        change(false);
      }
      if (spanIsOver || (!isUp && isBusy)) {
        count = 0;
        countedFrom = now;
      }
    },
    get pauseMs() {
      return isUp || changing || performance.now() < lookUntil ? LOOK_MS : null;
    },
  };
}
