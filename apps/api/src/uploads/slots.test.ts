import { expect, test } from 'vitest';
import { createSlots } from './slots.ts';

const never = new AbortController().signal;

/** Work that ends when told to. */
function job() {
  const { promise, resolve } = Promise.withResolvers<string>();
  return { run: () => promise, finish: resolve };
}

test('work beyond the slots waits in order, and beyond the queue is refused with 429', async () => {
  const slots = createSlots({ concurrency: 1, queue: 2 });
  const order: string[] = [];
  const first = job();
  const running = slots.use(never, first.run);
  const second = slots.use(never, async () => void order.push('second'));
  const third = slots.use(never, async () => void order.push('third'));
  await expect(slots.use(never, async () => undefined)).rejects.toMatchObject({
    status: 429,
    code: 'too_many_uploads',
    headers: { 'retry-after': '2' },
  });
  first.finish('done');
  expect(await running).toBe('done');
  await Promise.all([second, third]);
  expect(order).toEqual(['second', 'third']);
});

test('a failure gives its slot back', async () => {
  const slots = createSlots({ concurrency: 1, queue: 0 });
  await expect(slots.use(never, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await slots.use(never, async () => 'next')).toBe('next');
});

test('who stops waiting leaves the queue to others', async () => {
  const slots = createSlots({ concurrency: 1, queue: 1 });
  const first = job();
  const running = slots.use(never, first.run);
  const impatient = new AbortController();
  const waiting = slots.use(impatient.signal, async () => 'too late');
  impatient.abort();
  await expect(waiting).rejects.toMatchObject({ status: 408 });
  const next = slots.use(never, async () => 'served');
  first.finish('done');
  await running;
  expect(await next).toBe('served');
});
