import { expect, test } from 'vitest';
import { objectName } from './object-name.ts';
import type { ObjectExtension } from './object-name.ts';

const organizationId = '0192f0c1-7a44-7cc2-9d3e-5b8f6a1c2d3e';
const documentId = '0192f0c2-1b22-7f00-8a11-0c1d2e3f4a5b';

test('a name begins with the organization and holds nothing a client wrote', () => {
  const receivedAt = new Date('2025-12-31T23:59:59Z');
  expect(objectName({ organizationId, documentId, extension: 'xlsx', receivedAt })).toBe(
    `organizations/${organizationId}/documents/2025/${documentId}/original.xlsx`,
  );
});

test.each([
  { organizationId: '../other', documentId, extension: 'xlsx' },
  { organizationId, documentId: '', extension: 'xlsx' },
  { organizationId: organizationId.toUpperCase(), documentId, extension: 'xlsx' },
  { organizationId, documentId: `${documentId}/x`, extension: 'xlsx' },
  { organizationId, documentId, extension: 'xlsx/../../x' as ObjectExtension },
])('what is no UUID or no known extension is refused: %j', (parts) => {
  expect(() => objectName(parts as Parameters<typeof objectName>[0])).toThrow(
    expect.objectContaining({ code: 'invalid_argument' }),
  );
});
