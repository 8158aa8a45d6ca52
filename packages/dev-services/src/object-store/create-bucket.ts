import { DevServicesError } from '../errors.ts';

/** Creates a bucket in a local store; no error when it is there. */
export async function createBucket(apiEndpoint: string, name: string): Promise<void> {
  const response = await fetch(`${apiEndpoint}/storage/v1/b?project=local`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  const body = await response.text();
  if (response.ok || response.status === 409) return;
  throw new DevServicesError('object_store_unavailable', `The bucket ${name} could not be created.`, {
    status: response.status,
    body,
  });
}
