import { describe, expect, it } from 'vitest';
import { createThrottle } from './throttle.ts';

function throttleAt(clock: { now: number }, capacity = 100) {
  return createThrottle({ attempts: 2, windowMs: 1_000, capacity, now: () => clock.now });
}

describe('the throttle', () => {
  it('says how long to wait, and lets go when the window has passed', () => {
    const clock = { now: 0 };
    const throttle = throttleAt(clock);
    expect([throttle.take('192.0.2.1'), throttle.take('192.0.2.1')]).toEqual([null, null]);
    clock.now = 400;
    expect(throttle.take('192.0.2.1')).toBe(600);
    expect(throttle.take('192.0.2.2')).toBe(null);
    clock.now = 1_000;
    expect(throttle.take('192.0.2.1')).toBe(null);
  });

  it('forgets the attempts of whoever proved who they are', () => {
    const throttle = throttleAt({ now: 0 });
    for (let round = 0; round < 5; round += 1) {
      expect([throttle.take('192.0.2.1'), throttle.take('192.0.2.1')]).toEqual([null, null]);
      throttle.forgive('192.0.2.1');
    }
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9'],
    ['2001:db8::1', '2001:db8:0:0:1:2:3:4'],
    ['::1', '::2'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
  ])('counts %s and %s as one', (one, other) => {
    const throttle = throttleAt({ now: 0 });
    expect([throttle.take(one), throttle.take(other), throttle.take(one)]).toEqual([null, null, 1_000]);
  });

  it('counts two networks as two', () => {
    const throttle = throttleAt({ now: 0 });
    const addresses = ['2001:db8:1:2::1', '2001:db8:1:3::1', '192.0.2.1', '192.0.2.2'];
    expect([...addresses, ...addresses].map((address) => throttle.take(address))).toEqual(
      Array(8).fill(null),
    );
  });

  it('forgets the oldest address when it is full, and only then', () => {
    const throttle = throttleAt({ now: 0 }, 3);
    const exhaust = (address: string) => [throttle.take(address), throttle.take(address)];
    exhaust('192.0.2.1');
    exhaust('192.0.2.2');
    exhaust('192.0.2.3');
    expect(throttle.take('192.0.2.1')).toBe(1_000);
    exhaust('192.0.2.4');
    expect(throttle.take('192.0.2.2')).toBe(1_000);
    expect(throttle.take('192.0.2.1')).toBe(null);
  });
});
