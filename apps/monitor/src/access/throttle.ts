export interface Throttle {
  /** Counts an attempt. Null when it may go on, else how long to wait for the next one, in milliseconds. */
  take(address: string): number | null;
  /** Forgets the attempts of an address: it proved who it is. */
  forgive(address: string): void;
}

export interface ThrottleOptions {
  readonly attempts: number;
  /** From the first attempt on. */
  readonly windowMs: number;
  /** Addresses remembered at most; past that the one seen first is forgotten. */
  readonly capacity: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Limits attempts for each address, in bounded memory: whoever can send from many addresses must not fill it. */
export function createThrottle({ attempts, windowMs, capacity, now }: ThrottleOptions): Throttle {
  // A Map keeps the order of insertion, and every window lasts equally long: the first entry is the next to expire.
  const windows = new Map<string, { readonly endsAt: number; taken: number }>();

  function forgetExpired(): void {
    for (const [address, window] of windows) {
      if (window.endsAt > now() && windows.size < capacity) return;
      windows.delete(address);
    }
  }

  return {
    take(address) {
      const key = networkOf(address);
      const known = windows.get(key);
      if (known !== undefined && known.endsAt > now()) {
        if (known.taken >= attempts) return known.endsAt - now();
        known.taken += 1;
        return null;
      }
      windows.delete(key);
      forgetExpired();
      windows.set(key, { endsAt: now() + windowMs, taken: 1 });
      return null;
    },

    forgive(address) {
      windows.delete(networkOf(address));
    },
  };
}

/** One subscriber of IPv6 has a whole /64 to choose addresses from, so its first four groups count as one. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped !== null) return mapped[1]!;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const end = tail === '' ? [] : tail.split(':');
    groups.push(...Array.from({ length: Math.max(0, 8 - groups.length - end.length) }, () => '0'), ...end);
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}
