import { ObjectStoreError, type ObjectStoreErrorCode } from '@accountia/gcs';
import { expect, test } from 'vitest';
import { toTaskError } from './task-errors.ts';

const said = (code: ObjectStoreErrorCode, attempt: number) =>
  toTaskError(new ObjectStoreError(code, ''), attempt);

test('an outage of the store costs no try for about a day, and then it does', () => {
  expect(said('object_store_unavailable', 1_440)).toMatchObject({ retryable: true, attemptCounts: false });
  expect(said('object_store_unavailable', 1_441)).toMatchObject({ retryable: true, attemptCounts: true });
});

test('what waiting does not mend counts from the first time on', () => {
  expect(said('object_corrupt', 1)).toMatchObject({ retryable: true, attemptCounts: true });
  expect(said('access_denied', 1)).toMatchObject({ retryable: false, attemptCounts: true });
});
