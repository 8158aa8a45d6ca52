import { createPublicKey, generateKeyPair, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { codeOf } from '../errors.ts';
import { writeFileDurably } from './durable-file.ts';

/** What the server needs of the account that signs URLs. */
export interface SigningAccount {
  email: string;
  publicKey: KeyObject;
}

interface KeyFile {
  client_email: string;
  private_key: string;
}

/**
 * Reads the service account key file at `path`, making it the first time: the same file the applications sign URLs
 * with, in the form Google gives to developers. It opens nothing at Google.
 */
export async function loadServiceAccount(path: string): Promise<SigningAccount> {
  let file: KeyFile;
  try {
    file = JSON.parse(await readFile(path, 'utf8')) as KeyFile;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    file = await createKeyFile(path);
  }
  return { email: file.client_email, publicKey: createPublicKey(file.private_key) };
}

async function createKeyFile(path: string): Promise<KeyFile> {
  const project = 'accountia-local';
  const email = `local-development@${project}.iam.gserviceaccount.com`;
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const file = {
    type: 'service_account',
    project_id: project,
    private_key_id: randomBytes(20).toString('hex'),
    private_key: privateKey,
    client_email: email,
    client_id: '100000000000000000000',
    token_uri: 'http://127.0.0.1:9/there-is-no-token-for-the-local-store',
  };
  await mkdir(dirname(path), { recursive: true });
  await writeFileDurably(path, JSON.stringify(file, null, 2));
  return file;
}
