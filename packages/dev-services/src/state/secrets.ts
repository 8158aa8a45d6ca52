import { randomBytes } from 'node:crypto';
import type { StateDirectory } from './state-directory.ts';
import { readJson, writeJson } from './state-directory.ts';

export interface Secrets {
  /** Changes when the state directory is made anew, so that data kept outside it is not mistaken for ours. */
  instanceId: string;
  postgresAdminPassword: string;
  postgresPassword: string;
  redisPassword: string;
}

/** Reads the passwords of this stack, making them the first time. Call it while holding the state lock. */
export function loadSecrets(state: StateDirectory): Secrets {
  const existing = readJson<Secrets>(state.secrets);
  if (existing !== null) return existing;
  const secrets: Secrets = {
    instanceId: randomBytes(6).toString('hex'),
    postgresAdminPassword: randomBytes(24).toString('hex'),
    postgresPassword: randomBytes(24).toString('hex'),
    redisPassword: randomBytes(24).toString('hex'),
  };
  writeJson(state.secrets, secrets);
  return secrets;
}
