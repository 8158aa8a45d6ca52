import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { catalogue, DEFAULT_POLICY, defineTask, isTaskName, retryDelayMs, TaskError } from './index.ts';

const schemas = { payload: z.object({}), result: z.object({}), progress: z.object({}) };

describe('a task', () => {
  test('is refused when its policy makes no sense', () => {
    const define = (policy: object) =>
      defineTask({
        name: 'test.task',
        version: 1,
        queue: 'parse',
        ...schemas,
        policy: { ...DEFAULT_POLICY, ...policy },
      });
    expect(() => define({ maxAttempts: 0 })).toThrow('maxAttempts');
    expect(() => define({ maxAttempts: 1.5 })).toThrow('maxAttempts');
    expect(() => define({ hardTimeoutMs: DEFAULT_POLICY.timeoutMs - 1 })).toThrow('hardTimeoutMs');
    expect(() => define({ maxLosses: 0 })).toThrow('maxLosses');
    expect(() => define({ backoff: { ...DEFAULT_POLICY.backoff, jitter: 2 } })).toThrow('jitter');
  });

  test('cannot be changed once it is declared', () => {
    const task = defineTask({
      name: 'test.task',
      version: 1,
      queue: 'parse',
      ...schemas,
      policy: DEFAULT_POLICY,
    });
    expect(() => Object.assign(task, { version: 2 })).toThrow(TypeError);
  });

  test('waits twice as long before each retry, up to a limit, less a random share', () => {
    const backoff = { kind: 'exponential', firstDelayMs: 1_000, maxDelayMs: 5_000, jitter: 0.5 } as const;
    const delays = (random: number) =>
      [1, 2, 3, 4, 50].map((attempt) => retryDelayMs(backoff, attempt, () => random));
    expect(delays(0)).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
    expect(delays(1)).toEqual([500, 1_000, 2_000, 2_500, 2_500]);
  });
});

describe('the catalogue', () => {
  test('keeps each task under its own name', () => {
    for (const [name, task] of Object.entries(catalogue)) expect(task.name).toBe(name);
    expect(isTaskName('system.ping')).toBe(true);
    expect(isTaskName('toString')).toBe(false);
  });

  test('holds the defaults of the system it replaces: 300 s and three retries', () => {
    for (const { policy } of Object.values(catalogue)) {
      expect(policy.timeoutMs).toBe(300_000);
      expect(policy.maxAttempts).toBe(4);
    }
  });

  test('has payloads that carry ids and settings only: nothing that names a person or an amount', () => {
    const fields = Object.values(catalogue).flatMap((task) =>
      Object.keys((task.payload as z.ZodObject).shape),
    );
    expect([...new Set(fields)].toSorted()).toEqual([
      'collection',
      'day',
      'declarationId',
      'documentId',
      'durationMs',
      'echo',
      'prefix',
      'slotAt',
    ]);
  });
});

describe('a task error', () => {
  test('is known to BullMQ as unrecoverable exactly when it is not retryable', () => {
    const error = (retryable: boolean) => new TaskError({ code: 'broken', message: 'broken', retryable });
    expect(error(false).name).toBe('UnrecoverableError');
    expect(error(true).name).toBe('TaskError');
  });

  test('is recognised across two copies of this package', async () => {
    const copy = (await import(`${import.meta.resolve('./task-error.ts')}?copy`)) as {
      TaskError: typeof TaskError;
    };
    const foreign = new copy.TaskError({ code: 'broken', message: 'broken', retryable: false });
    expect(foreign).not.toBeInstanceOf(TaskError);
    expect(TaskError.isInstance(foreign)).toBe(true);
    expect(TaskError.from(foreign)).toBe(foreign);
  });

  test('keeps what nobody foresaw as its cause and lets it be tried again', () => {
    const thrown = new RangeError('out of range');
    const error = TaskError.from(thrown);
    expect(error).toMatchObject({
      code: 'unexpected_error',
      retryable: true,
      message: 'out of range',
      cause: thrown,
    });
    expect(TaskError.from('just text').message).toBe('just text');
  });

  test('is stored without its cause, which may hold anything', () => {
    const error = new TaskError({
      code: 'a',
      message: 'b',
      retryable: true,
      details: { row: 7 },
      cause: { secret: 1 },
    });
    expect(error.serialize()).toEqual({ code: 'a', message: 'b', retryable: true, details: { row: 7 } });
  });
});
