import {
  createOrganization,
  ensureDeclaration,
  listInsights,
  replaceInsights,
  saveInsightFeedback,
} from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callCommand, runCommand } from '../testing/run-command.ts';

describe('insights eval', () => {
  test('tells each golden declaration and the counts, and ends well when nothing is missing or spurious', async () => {
    const { exitCode, output, errors } = await runCommand(['insights', 'eval']);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output).toMatch(/^✓ 01-employee-one-employer /m);
    expect(output).toMatch(/\d+ declarations, \d+ insights expected: 0 missing, 0 spurious\.\n$/);
  });

  test('gives the same to programs', async () => {
    const { output } = await callCommand(['insights', 'eval', '--json']);
    expect(JSON.parse(output)).toMatchObject({
      missing: 0,
      spurious: 0,
      results: expect.arrayContaining([
        expect.objectContaining({ name: '03-student-not-obliged', missing: [] }),
      ]),
    });
  });
});

describe('insights feedback', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(async () => {
    await database.dispose();
  });
  const environment = () => ({ environment: { DATABASE_URL: database.url } });
  const accountia = (...args: string[]) => callCommand(['insights', 'feedback', ...args], environment());

  async function judged(organization: string, verdict: 'useful' | 'wrong', reason: string | null) {
    const { db } = database;
    const { id: organizationId } = await createOrganization(db, organization);
    const declarationId = await db.transaction().execute(async (trx) => {
      const { id } = await ensureDeclaration(trx, {
        organizationId,
        taxableYear: 2025,
        documentType: 'CC',
        number: '1057664193',
        name: 'MARIA INVENTADA DE PRUEBA',
      });
      const owner = { organizationId, declarationId: id, runId: crypto.randomUUID() };
      await replaceInsights(trx, owner, [
        {
          code: 'dependants',
          kind: 'recommendation',
          severity: 'info',
          title: '¿Tiene personas a cargo?',
          body: 'El reporte no lo dice.',
          action: 'Reúna los registros.',
          explanation: null,
          amount: null,
          box: 139,
          deadline: null,
          confidence: 'medium',
          entry_ids: [],
          citations: [],
          documents: ['Registros civiles'],
          impact_kind: null,
          impact_amount: null,
          impact_basis: null,
          fingerprint: 'huella',
        },
      ]);
      return id;
    });
    const [insight] = await listInsights(db, organizationId, declarationId);
    await saveInsightFeedback(db, insight!, { verdict, reason, judgedBy: null });
  }

  test('adds up what all organizations said, or one of them', async () => {
    expect((await accountia()).output).toContain('Nobody has said anything');
    await judged('Firma uno', 'wrong', 'No tiene a nadie a cargo');
    await judged('Firma dos', 'useful', null);
    // As a process that must end by itself.
    const { exitCode, output } = await runCommand(['insights', 'feedback'], environment());
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^ +1 +1 +dependants$/m);
    expect(output).toContain('wrong: No tiene a nadie a cargo');
    const one = await accountia('--organization', 'Firma dos', '--json');
    expect(JSON.parse(one.output)).toEqual({
      items: [{ code: 'dependants', useful: 1, wrong: 0, reasons: [] }],
    });
    expect((await accountia('--organization', 'Ninguna')).exitCode).toBe(1);
  });
});
