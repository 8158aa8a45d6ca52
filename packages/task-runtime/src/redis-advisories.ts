/** A family of servers that numbers its releases by itself. */
export type RedisKind = 'redis' | 'valkey';

export interface RedisAdvisory {
  readonly id: string;
  /** For each branch, the first release with the fix. A branch that is newer than all of them has it from its start. */
  readonly fixed: Readonly<Record<RedisKind, readonly string[]>>;
  readonly source: string;
}

/**
 * Holes through which who may run scripts or commands can run code on the server. BullMQ needs scripts, so that each
 * of our processes holds such rights. Read in the projects' release notes in November 2026; add what comes.
 */
export const REDIS_ADVISORIES: readonly RedisAdvisory[] = [
  {
    id: 'CVE-2024-46981',
    fixed: { redis: ['6.2.17', '7.2.7', '7.4.2'], valkey: ['7.2.8', '8.0.2'] },
    source: 'https://github.com/redis/redis/releases/tag/7.4.2',
  },
  {
    id: 'CVE-2025-49844',
    fixed: {
      redis: ['6.2.20', '7.2.11', '7.4.6', '8.0.4', '8.2.2'],
      valkey: ['7.2.11', '8.0.6', '8.1.4', '9.0.0'],
    },
    source: 'https://github.com/redis/redis/security/advisories/GHSA-4789-qfc9-5f9q',
  },
  {
    // Redis: CVE-2026-23479 and CVE-2026-23631 (first fixed in 8.6.3) and the holes closed by the urgent releases of
    // 24 July 2026, of which each branch that is kept got one. Valkey: its releases of 21 July 2026.
    id: 'CVE-2026-23631 and the others of 2026 until July',
    fixed: {
      redis: ['6.2.23', '7.2.15', '7.4.10', '8.2.8', '8.4.5', '8.6.5', '8.8.1'],
      valkey: ['8.0.10', '8.1.9', '9.0.5', '9.1.1'],
    },
    source: 'https://github.com/docker-library/official-images/pull/21922',
  },
];

export interface VersionVerdict {
  /** Ids of the advisories that the version is subject to. */
  readonly advisories: readonly string[];
  /** The nearest release that has all the fixes: of the same branch if there is one, else of the next. */
  readonly update: string;
}

/** What is known about a release; null when nothing speaks against it. Throws RangeError on what is no version. */
export function judgeVersion(kind: RedisKind, version: string): VersionVerdict | null {
  const own = parse(version);
  const open = REDIS_ADVISORIES.filter(({ fixed }) => isOpen(own, fixed[kind].map(parse)));
  if (open.length === 0) return null;
  const fixes = REDIS_ADVISORIES.at(-1)!.fixed[kind];
  const update = fixes.find((fix) => compareBranch(parse(fix), own) >= 0) ?? fixes.at(-1)!;
  return { advisories: open.map(({ id }) => id), update };
}

interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

function parse(version: string): Version {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(version);
  if (match === null) throw new RangeError(`Not a version: ${version}`);
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3] ?? 0) };
}

function isOpen(own: Version, fixes: readonly Version[]): boolean {
  const sameBranch = fixes.find((fix) => compareBranch(fix, own) === 0);
  if (sameBranch !== undefined) return own.patch < sameBranch.patch;
  // A branch without a fix of its own either began after the hole was closed or was given up before.
  return fixes.some((fix) => compareBranch(fix, own) > 0);
}

function compareBranch(one: Version, other: Version): number {
  return one.major - other.major || one.minor - other.minor;
}
