/** The parts of the system that faults strike. */
export const LINKS = ['postgres', 'redis', 'objects', 'api'] as const;
export type Link = (typeof LINKS)[number];

/** Families, for switching many off at once. */
export const FAMILIES = ['processes', 'services', 'network', 'objects'] as const;
export type Family = (typeof FAMILIES)[number];

interface FaultKindDefinition {
  readonly family: Family;
  /** How long it lasts, in milliseconds, from and to. Kills and restarts have no length of their own. */
  readonly lastsMs: readonly [number, number];
  /** The local service that it ends: dev-services gives up one that dies more than five times in a minute. */
  readonly restarts?: 'postgres' | 'redis' | 'object-store';
}

const AT_ONCE = [0, 0] as const;

/** Every fault there is. What each one does is in `faults/`. */
export const FAULT_KINDS = {
  'kill-worker': { family: 'processes', lastsMs: AT_ONCE },
  'kill-beat': { family: 'processes', lastsMs: AT_ONCE },
  'kill-monitor': { family: 'processes', lastsMs: AT_ONCE },
  'kill-api': { family: 'processes', lastsMs: AT_ONCE },
  'stop-worker': { family: 'processes', lastsMs: AT_ONCE },
  'stop-beat': { family: 'processes', lastsMs: AT_ONCE },
  'stop-monitor': { family: 'processes', lastsMs: AT_ONCE },
  'stop-api': { family: 'processes', lastsMs: AT_ONCE },
  // Beyond the lease of a run (two seconds here): others take over what the frozen process believes to hold.
  'freeze-worker': { family: 'processes', lastsMs: [4_000, 7_000] },
  'freeze-beat': { family: 'processes', lastsMs: [4_000, 12_000] },

  'redis-flush': { family: 'services', lastsMs: AT_ONCE },
  'redis-restart': { family: 'services', lastsMs: AT_ONCE, restarts: 'redis' },
  'redis-restart-empty': { family: 'services', lastsMs: AT_ONCE, restarts: 'redis' },
  'postgres-restart': { family: 'services', lastsMs: AT_ONCE, restarts: 'postgres' },
  'postgres-crash': { family: 'services', lastsMs: AT_ONCE, restarts: 'postgres' },
  'object-store-crash': { family: 'services', lastsMs: AT_ONCE, restarts: 'object-store' },

  'postgres-cut': { family: 'network', lastsMs: [0, 1_500] },
  'redis-cut': { family: 'network', lastsMs: [0, 1_500] },
  'objects-cut': { family: 'network', lastsMs: [0, 1_500] },
  'api-cut': { family: 'network', lastsMs: [0, 1_500] },
  'postgres-slow': { family: 'network', lastsMs: [1_000, 3_000] },
  'redis-slow': { family: 'network', lastsMs: [1_000, 3_000] },
  'objects-slow': { family: 'network', lastsMs: [1_000, 3_000] },
  'api-slow': { family: 'network', lastsMs: [1_000, 3_000] },
  'postgres-half-open': { family: 'network', lastsMs: [0, 3_000] },
  'redis-half-open': { family: 'network', lastsMs: [0, 3_000] },
  'objects-half-open': { family: 'network', lastsMs: [0, 3_000] },
  'api-half-open': { family: 'network', lastsMs: [0, 3_000] },

  'objects-unavailable': { family: 'objects', lastsMs: [1_000, 4_000] },
  'objects-disk-full': { family: 'objects', lastsMs: [1_000, 4_000] },
  'objects-truncated': { family: 'objects', lastsMs: [1_000, 4_000] },
  'objects-dribbling': { family: 'objects', lastsMs: [1_000, 4_000] },
} as const satisfies Record<string, FaultKindDefinition>;

export type FaultKind = keyof typeof FAULT_KINDS;
export const ALL_FAULT_KINDS = Object.keys(FAULT_KINDS) as readonly FaultKind[];

/** The kinds left when these families and kinds are switched off. Throws RangeError on a name that is neither. */
export function kindsWithout(switchedOff: readonly string[]): FaultKind[] {
  for (const name of switchedOff) {
    if (!isFamily(name) && !isFaultKind(name)) {
      throw new RangeError(
        `There is no fault or family "${name}". Families: ${FAMILIES.join(', ')}. Faults: ${ALL_FAULT_KINDS.join(', ')}.`,
      );
    }
  }
  return ALL_FAULT_KINDS.filter(
    (kind) => !switchedOff.includes(kind) && !switchedOff.includes(FAULT_KINDS[kind].family),
  );
}

function isFamily(name: string): name is Family {
  return (FAMILIES as readonly string[]).includes(name);
}

function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(FAULT_KINDS, name);
}
