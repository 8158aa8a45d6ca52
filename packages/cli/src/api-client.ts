import type { Client } from '@accountia/sdk';
import { CliError } from './errors.ts';
import { readLocalCredentials } from './stack/credentials.ts';
import { readStackState, stateDirectory } from './stack-state.ts';

/** For the help of commands that ask the API. */
export const API_HELP =
  'The API is --url, else ACCOUNTIA_API_URL, else that of "npm start" here; the key is ACCOUNTIA_API_KEY, else the local one.';

export const urlOption = {
  type: 'string',
  value: 'address',
  description: 'Where the API answers, such as http://127.0.0.1:3000',
} as const;

/** A client of the API that was named, or that runs here. Throws CliError `api_unknown`, `api_key_unknown`. */
export async function apiClient(url: string | undefined): Promise<Client> {
  const baseUrl = url ?? process.env['ACCOUNTIA_API_URL'] ?? readStackState()?.apps['api']?.url;
  if (!baseUrl) {
    throw new CliError(
      'api_unknown',
      'No API runs here. Start it with "npm start", or say where it is: --url or ACCOUNTIA_API_URL',
    );
  }
  const apiKey = process.env['ACCOUNTIA_API_KEY'] || readLocalCredentials(stateDirectory())?.apiKey;
  if (!apiKey) {
    throw new CliError('api_key_unknown', 'No key: set ACCOUNTIA_API_KEY to one that "keys create" made');
  }
  // Loaded here: a command that only explains itself should not wait for it.
  const { createClient } = await import('@accountia/sdk');
  return createClient({ baseUrl, apiKey });
}
