import { createHash } from 'node:crypto';

/** SHA-256 of the file of each released migration, by name. */
export type Checksums = Readonly<Record<string, string>>;

/** The text of a migration's file; null when there is none. */
export type ReadMigration = (name: string) => string | null;

export function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * What was done to released migrations that must not be: installations have run them as they were, and will never run them
 * again. Empty when all is well.
 */
export function releaseProblems(
  names: readonly string[],
  read: ReadMigration,
  released: Checksums,
): string[] {
  const releasedNames = Object.keys(released);
  const problems = releasedNames.flatMap((name) => {
    const text = read(name);
    if (!names.includes(name) || text === null) return [`${name} is released and must not be removed`];
    if (checksumOf(text) === released[name]) return [];
    return [`${name} is released and must not be edited: undo that, and add another migration`];
  });
  const first = names.slice(0, releasedNames.length);
  const between = first.filter((name) => !(name in released));
  return [
    ...problems,
    ...between.map(
      (name) => `${name} comes before released ones, and would run after them: give it the next number`,
    ),
  ];
}

/** The checksums with all of today's migrations among the released ones. Throws when a released one was touched. */
export function releaseAll(names: readonly string[], read: ReadMigration, released: Checksums): Checksums {
  const problems = releaseProblems(names, read, released);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return Object.fromEntries(names.map((name) => [name, released[name] ?? checksumOf(read(name) ?? '')]));
}
