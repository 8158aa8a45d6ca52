import { createLogger } from '@accountia/service-kit';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { createLookout } from './lookout.ts';

describe('the sign of a dispatcher that looks all the time', () => {
  const logger = createLogger({ app: 'test', level: 'silent' });

  function listener(answers: boolean[] = []) {
    const changes: boolean[] = [];
    return {
      changes,
      async setSign(_name: string, isUp: boolean) {
        changes.push(isUp);
        return answers.shift() ?? true;
      },
    };
  }

  test('is not put up for a run now and then', async () => {
    const session = listener();
    const lookout = createLookout(session, logger);
    lookout.after(1);
    lookout.after(0);
    expect(session.changes).toEqual([]);
    expect(lookout.pauseMs).toBeNull();
  });

  test('is not put up for a few runs a second, and put up for many', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const session = listener();
      const lookout = createLookout(session, logger);
      for (let run = 0; run < 100; run += 1) {
        vi.advanceTimersByTime(40);
        lookout.after(1);
      }
      expect(session.changes).toEqual([]);
      for (let run = 0; run < 100; run += 1) {
        vi.advanceTimersByTime(4);
        lookout.after(1);
      }
      expect(session.changes).toEqual([true]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('is put up once when many runs come, and the dispatcher then looks soon', async () => {
    const session = listener();
    const lookout = createLookout(session, logger);
    lookout.after(50);
    await vi.waitFor(() => expect(session.changes).toEqual([true]));
    await nextTurn();
    lookout.after(50);
    expect(session.changes).toEqual([true]);
    expect(lookout.pauseMs).toBeGreaterThan(0);
  });

  test('is taken down when it gets quiet, and the dispatcher looks on for a while', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const session = listener();
      const lookout = createLookout(session, logger);
      lookout.after(50);
      await vi.waitFor(() => expect(session.changes).toEqual([true]));
      await nextTurn();
      vi.advanceTimersByTime(1_000);
      lookout.after(0);
      await vi.waitFor(() => expect(session.changes).toEqual([true, false]));
      await nextTurn();
      expect(lookout.pauseMs).not.toBeNull();
      vi.advanceTimersByTime(1_000);
      expect(lookout.pauseMs).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  test('that others kept from going up is tried again', async () => {
    const session = listener([false, true]);
    const lookout = createLookout(session, logger);
    lookout.after(50);
    await vi.waitFor(() => expect(session.changes).toEqual([true]));
    await nextTurn();
    await vi.waitFor(() => {
      lookout.after(50);
      expect(session.changes).toEqual([true, true]);
    });
  });
});
