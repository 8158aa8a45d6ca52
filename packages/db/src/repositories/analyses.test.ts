import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../schema/index.ts';
import { type MigratedTestDatabase, openTestDatabase } from '../testing/index.ts';
import { ensureDeclaration, saveAnalysis } from './declarations.ts';
import { type NewInsight, replaceInsights } from './insights.ts';
import { createOrganization } from './organizations.ts';
import { insertRun } from './runs/enqueue.ts';
import { newRun } from './runs/run-steps.ts';

const INSIGHT: NewInsight = {
  code: 'x',
  kind: 'information',
  severity: 'info',
  title: 'x',
  body: 'x',
  action: 'x',
  explanation: null,
  amount: null,
  box: null,
  deadline: null,
  confidence: 'high',
  entry_ids: [],
  citations: [],
  documents: [],
  impact_kind: null,
  impact_amount: null,
  impact_basis: null,
  fingerprint: 'x',
};

describe('analyses of a declaration', () => {
  let database: MigratedTestDatabase;
  let db: Kysely<Database>;
  let organizationId: string;
  let declarationId: string;
  beforeAll(async () => {
    database = await openTestDatabase();
    ({ db } = database);
  });
  afterAll(() => database.dispose());
  beforeEach(async () => {
    organizationId = (await createOrganization(db, `Prueba ${crypto.randomUUID()}`)).id;
    const declaration = await db.transaction().execute((trx) =>
      ensureDeclaration(trx, {
        organizationId,
        taxableYear: 2025,
        documentType: '13',
        number: '1',
        name: 'CONTRIBUYENTE',
      }),
    );
    declarationId = declaration.id;
  });

  /** A run that started so many seconds ago. */
  async function startedAgo(seconds: number): Promise<string> {
    const { run } = await db.transaction().execute((trx) => insertRun(trx, newRun(organizationId)));
    await sql`
      update runs set state = 'running', worker_id = 'w', lease_expires_at = now() + interval '1 hour',
        started_at = now() - ${seconds} * interval '1 second'
      where id = ${run.id}
    `.execute(db);
    return run.id;
  }

  /** As the task does it; `beforeCommit` holds the transaction open. */
  async function store(runId: string, beforeCommit: () => Promise<void> = async () => {}): Promise<boolean> {
    return await db.transaction().execute(async (trx) => {
      const analysis = { generator: 'rules', notes: [], questions: [], dropped: [] };
      const saved = await saveAnalysis(trx, { organizationId, declarationId, runId, analysis });
      if (saved) await replaceInsights(trx, { organizationId, declarationId, runId }, [INSIGHT]);
      await beforeCommit();
      return saved;
    });
  }

  /** The first one has written and not committed when the second one begins. */
  async function storeBoth(first: string, second: string): Promise<boolean[]> {
    const { promise: written, resolve: tell } = Promise.withResolvers<void>();
    const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>();
    const one = store(first, () => {
      tell();
      return mayCommit;
    });
    await written;
    const two = store(second);
    await new Promise((done) => setTimeout(done, 200));
    commit();
    return await Promise.all([one, two]);
  }

  const sources = async () =>
    (
      await db
        .selectFrom('insights')
        .select('run_id')
        .where('organization_id', '=', organizationId)
        .where('declaration_id', '=', declarationId)
        .execute()
    ).map((insight) => insight.run_id);

  test('two at the same time leave the insights of one, the one that started last', async () => {
    const [older, newer] = [await startedAgo(20), await startedAgo(10)];
    expect(await storeBoth(older, newer)).toEqual([true, true]);
    expect(await sources()).toEqual([newer]);
  });

  test('they do so as well when the one that started first ends last', async () => {
    const [older, newer] = [await startedAgo(20), await startedAgo(10)];
    expect(await storeBoth(newer, older)).toEqual([true, false]);
    expect(await sources()).toEqual([newer]);
  });

  test('an analysis whose run is not kept any more is replaced', async () => {
    const gone = await startedAgo(0);
    await store(gone);
    await db.deleteFrom('runs').where('id', '=', gone).execute();
    const again = await startedAgo(30);
    expect(await store(again)).toBe(true);
    expect(await sources()).toEqual([again]);
  });

  test('what an insight says is kept whatever its characters, and goes with its declaration', async () => {
    const odd = 'tab\tulado,\n"comillas" y {llaves} \\N C:\\temp ñandú 🇨🇴';
    const insight: NewInsight = {
      ...INSIGHT,
      title: odd,
      explanation: odd,
      amount: -9_007_199_254_740_993n,
      box: 29,
      deadline: '2026-08-12',
      entry_ids: [crypto.randomUUID(), crypto.randomUUID()],
      citations: [{ passageId: 'et-1', norm: odd, article: '1', title: '' }],
      documents: [odd, '', 'NULL', 'a,b'],
      impact_kind: 'saving',
      impact_amount: 9_223_372_036_854_775_807n,
      impact_basis: odd,
    };
    const runId = await startedAgo(0);
    const analysis = { generator: 'rules', notes: [], questions: [], dropped: [] };
    await db.transaction().execute(async (trx) => {
      await saveAnalysis(trx, { organizationId, declarationId, runId, analysis });
      await replaceInsights(trx, { organizationId, declarationId, runId }, [insight, INSIGHT]);
    });
    const stored = () =>
      db
        .selectFrom('insights')
        .selectAll()
        .where('declaration_id', '=', declarationId)
        .orderBy('position')
        .execute();
    expect(await stored()).toMatchObject([insight, INSIGHT]);

    await db.deleteFrom('declarations').where('id', '=', declarationId).execute();
    expect(await stored()).toEqual([]);
  });
});
