import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

/** Works for so long without letting anybody else have a turn. */
function work(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

it('the event loop has a turn after work that took long, and then not at once again', async () => {
  const turns = new Turns();
  expect(turns.next()).toBeUndefined();
  work(10);
  let others = 0;
  setImmediate(() => (others += 1));
  const turn = turns.next();
  expect(turn).toBeInstanceOf(Promise);
  await turn;
  expect(others).toBe(1);
  expect(turns.next()).toBeUndefined();
});
