import { describe, expect, test } from 'vitest';
import { contentOf } from '../workload/contents.ts';
import { FAULT_KINDS, ALL_FAULT_KINDS, kindsWithout } from './kinds.ts';
import { makePlan, type PlanOptions } from './plan.ts';

const options: PlanOptions = {
  seed: 7,
  durationMs: 300_000,
  documents: 400,
  organizations: 4,
  kinds: ALL_FAULT_KINDS,
};

describe('a plan', () => {
  test('is the same for the same seed, files included, and another for another', () => {
    expect(makePlan(options)).toEqual(makePlan(options));
    expect(makePlan({ ...options, seed: 8 }).faults).not.toEqual(makePlan(options).faults);
    const { arrivals } = makePlan(options);
    const some = arrivals.filter(({ intent }) => intent !== 'insist').slice(0, 20);
    for (const planned of some) {
      expect(contentOf(planned, arrivals).bytes.equals(contentOf(planned, arrivals).bytes)).toBe(true);
    }
  });

  test('has every kind of fault, however short it is', () => {
    const { faults } = makePlan({ ...options, durationMs: 30_000 });
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(ALL_FAULT_KINDS));
  });

  test('keeps within its time, in the order of time', () => {
    const { faults, arrivals } = makePlan(options);
    for (const times of [faults.map(({ atMs }) => atMs), arrivals.map(({ atMs }) => atMs)]) {
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.at(-1)).toBeLessThan(options.durationMs);
    }
  });

  test('restarts no service so often that its supervisor gives it up', () => {
    const { faults } = makePlan({ ...options, durationMs: 1_800_000 });
    for (const service of ['postgres', 'redis', 'object-store']) {
      const times = faults
        .filter(({ kind }) => {
          const definition = FAULT_KINDS[kind];
          return 'restarts' in definition && definition.restarts === service;
        })
        .map(({ atMs }) => atMs);
      expect(times.length).toBeGreaterThan(10);
      for (const time of times) {
        expect(times.filter((other) => other >= time && other < time + 60_000).length).toBeLessThanOrEqual(3);
      }
    }
  });

  test('refers only to earlier documents of the same organization', () => {
    const { arrivals } = makePlan(options);
    const referring = arrivals.filter(({ earlier }) => earlier !== null);
    expect(new Set(referring.map(({ intent }) => intent))).toEqual(new Set(['duplicate', 'newer']));
    for (const { index, organization, earlier } of referring) {
      expect(earlier).toBeLessThan(index);
      expect(arrivals[earlier!]!.organization).toBe(organization);
    }
  });
});

describe('switching faults off', () => {
  test('goes by family and by kind', () => {
    const left = kindsWithout(['network', 'kill-api']);
    expect(left).not.toContain('kill-api');
    expect(left).toContain('kill-worker');
    expect(left.filter((kind) => FAULT_KINDS[kind].family === 'network')).toEqual([]);
  });

  test('a name that is neither is refused with those that are', () => {
    expect(() => kindsWithout(['gremlins'])).toThrow(/gremlins.*processes.*kill-worker/s);
  });
});
