import { expect, test } from 'vitest';
import { createClient } from './client.ts';
import type { Notification } from './index.ts';
import { json, startContractServer } from './testing/contract-server.ts';

function reminder(daysLeft: number): Notification {
  return {
    id: crypto.randomUUID(),
    kind: 'filing_due',
    declarationId: '0190f3c2-9a11-7b02-8c55-6b1d0c9e4f21',
    taxableYear: 2025,
    dueDate: '2026-10-20',
    daysLeft,
    provisional: false,
    title: 'La declaración de renta vence',
    body: 'El 20 de octubre',
    createdAt: '2026-09-20T12:00:03.000Z',
  };
}

test('notifications come page after page, from the time that was asked for', async () => {
  await using server = await startContractServer();
  server.on('GET /v1/notifications', ({ url }, response) => {
    const second = new URL(url, 'http://server').searchParams.get('cursor') === 'next';
    json(
      response,
      second ? { items: [reminder(30)], nextCursor: null } : { items: [reminder(7)], nextCursor: 'next' },
    );
  });
  const client = createClient({ baseUrl: server.url, apiKey: 'ack_test' });
  const since = '2026-09-01T00:00:00.000Z';
  const daysLeft: number[] = [];
  for await (const notification of client.notifications.listAll({ since })) {
    daysLeft.push(notification.daysLeft);
  }
  expect(daysLeft).toEqual([7, 30]);
  expect(server.received.map(({ url }) => new URL(url, server.url).searchParams.get('since'))).toEqual([
    since,
    since,
  ]);
});
