import { insertFilingReminders } from '@accountia/db';
import { notificationPage } from '@accountia/task-contracts/api';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi } from '../testing/api.ts';
import { storeDeclaration } from '../testing/declarations.ts';

describe('GET /v1/notifications', () => {
  let api: TestApi;
  let tenant: Tenant;
  let declarationId: string;
  beforeAll(async () => {
    api = await startTestApi();
    tenant = await api.tenant();
    ({ declarationId } = await storeDeclaration(api, tenant.organizationId));
  });
  afterAll(async () => {
    await api[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await api.db.deleteFrom('notifications').execute();
  });

  async function remind(...reminders: [stageDays: number, daysLeft: number, provisional?: boolean][]) {
    for (const [stageDays, daysLeft, provisional = false] of reminders) {
      // Ids are in the order of time to the millisecond.
      await new Promise((resolve) => setTimeout(resolve, 2));
      await api.db.transaction().execute((trx) =>
        insertFilingReminders(trx, [
          {
            organizationId: tenant.organizationId,
            declarationId,
            dueDate: '2026-10-20',
            stageDays,
            daysLeft,
            provisional,
          },
        ]),
      );
    }
  }

  async function list(query = '') {
    const response = await tenant.request(`/v1/notifications${query}`);
    expect(response.status).toBe(200);
    return notificationPage.parse(await response.json());
  }

  test('tells which declaration falls due and when, in words and for programs', async () => {
    await remind([7, 5]);
    expect((await list()).items).toMatchObject([
      {
        kind: 'filing_due',
        declarationId,
        taxableYear: 2025,
        dueDate: '2026-10-20',
        daysLeft: 5,
        provisional: false,
        title: 'La declaración de renta vence en 5 días',
        body:
          'La declaración de renta de MARIA INVENTADA DE PRUEBA por el año gravable 2025, si está obligado a presentarla, ' +
          'vence el 20 de octubre de 2026: hasta ese día se presenta y se paga sin sanción.',
      },
    ]);
  });

  test('says today and tomorrow, and that a date may still change', async () => {
    await remind([7, 1], [1, 0, true]);
    const { items } = await list();
    expect(items.map(({ title }) => title)).toEqual([
      'La declaración de renta vence hoy',
      'La declaración de renta vence mañana',
    ]);
    expect(items[0]!.body).toContain('La fecha es provisional');
  });

  test('pages from the newest on, and gives nothing twice to who asks what is new', async () => {
    await remind([30, 30], [7, 7], [1, 1]);
    const first = await list('?limit=2');
    expect(first.items.map(({ daysLeft }) => daysLeft)).toEqual([1, 7]);
    const second = await list(`?limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ items: [{ daysLeft: 30 }], nextCursor: null });
    expect((await list(`?since=${first.items[0]!.createdAt}`)).items).toEqual([]);
    expect((await list(`?since=2020-01-01T00:00:00.000Z&declarationId=${declarationId}`)).items).toHaveLength(
      3,
    );
    expect((await list(`?declarationId=${crypto.randomUUID()}`)).items).toEqual([]);
  });

  test('refuses a time that is none, and names the field', async () => {
    const response = await tenant.request('/v1/notifications?since=ayer');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('since');
  });
});
