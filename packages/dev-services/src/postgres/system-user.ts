import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { DevServicesError } from '../errors.ts';

/** The user PostgreSQL runs as. */
export interface SystemUser {
  name: string;
  uid: number;
  gid: number;
}

const OWN_USER = 'accountia';

/**
 * Whom to run PostgreSQL as: null for ourselves. PostgreSQL refuses to run as root, so root needs another user: that
 * of an installed PostgreSQL, else one of our own (made now), else nobody.
 */
export function postgresUser(): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  const existing = findUser('postgres') ?? findUser(OWN_USER);
  if (existing !== null) return existing;
  createUser();
  const user = findUser(OWN_USER) ?? findUser('nobody');
  if (user === null) {
    throw new DevServicesError(
      'postgres_unavailable',
      'PostgreSQL refuses to run as root, and there is no other user to run it as. Create one: useradd --system accountia',
    );
  }
  return user;
}

function findUser(name: string): SystemUser | null {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [entry, , uid, gid] = line.split(':');
    if (entry === name && uid !== undefined && gid !== undefined)
      return { name, uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

/** Debian and Red Hat have useradd, Alpine has adduser. Whichever is missing or fails, the caller looks for the result. */
function createUser(): void {
  const commands: [string, string[]][] = [
    [
      'useradd',
      ['--system', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/bin/false', OWN_USER],
    ],
    ['adduser', ['-S', '-D', '-H', '-s', '/bin/false', OWN_USER]],
  ];
  for (const [command, parameters] of commands) {
    if (spawnSync(command, parameters, { stdio: 'ignore' }).status === 0) return;
  }
}
