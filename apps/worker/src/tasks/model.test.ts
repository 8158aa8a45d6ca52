import {
  createOrganization,
  ensureDeclaration,
  insertDocument,
  listModelUsage,
  modelBudget,
  purgeDocument,
  modelLedger,
  recordModelUse,
  reserveModelTokens,
  setModelBudget,
} from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { parseReport } from '@accountia/excel-parser';
import {
  buildPersonalReport,
  createRandom,
  inventCedula,
  inventPersonName,
} from '@accountia/excel-parser/testing';
import { analyze, type AnalysisInput, createModelMeter, loadCorpus } from '@accountia/rag';
import { findingsIn, type ModelServer, startModelServer } from '@accountia/rag/testing';
import { analyzeDeclaration } from '@accountia/task-contracts';
import { enqueue } from '@accountia/task-runtime';
import { createEagerRunner } from '@accountia/task-runtime/testing';
import { classify } from '@accountia/tax-rules';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WorkerDependencies } from '../dependencies.ts';
import { createHandlers } from '../handlers.ts';

const SEEDS = 40;

/** A report of invented people, with what people write where they should not: accounts, mails, plates, neighbours. */
async function reportOf(seed: number): Promise<{ input: AnalysisInput; secrets: string[] }> {
  const random = createRandom(seed * 31);
  const [stranger, reporter] = [inventPersonName(random), inventPersonName(random)];
  const phone = `31${String(10_000_000 + seed * 7_919)}`;
  const { bytes, expected } = buildPersonalReport({ seed, facts: 30, messyDetails: true });
  const { rows } = await parseReport(bytes);
  const private_ = [
    `Saldo cuentas bancarias a nombre de ${stranger} cel ${phone}`,
    `Arriendo carro ABC${String(100 + seed)} correo ${seed}casa@correo.com.co`,
    `Honorarios (5002) Calle ${seed} # 45-${seed + 12} CC ${inventCedula(random)}`,
  ];
  const entries = rows.map((row, index) => {
    const { detail, amount } = { detail: private_[index] ?? row.detail, amount: row.amount };
    const classified = classify({ detail, amount, boxes: row.boxes, topes: row.topes });
    return {
      id: `entry-${index}`,
      row: row.row,
      detail,
      amount,
      category: classified.category,
      boxes: classified.candidateBoxes,
      topes: classified.topes,
      reporterNit: row.reporterNit,
      reporterName: index === 0 ? reporter : row.reporterName,
      reportedName: index === 3 ? stranger : expected.taxpayer.name,
      additionalInformation: [{ key: 'Cuenta', value: `00${String(45_000_000 + seed)}` }],
    };
  });
  const words = [stranger, reporter, expected.taxpayer.name].flatMap((name) => name.split(/[\s,]+/));
  return {
    input: { year: 2025, taxpayer: expected.taxpayer, topes: { '1': 95_000_000n }, entries },
    secrets: [
      ...words.filter((word) => word.length > 3),
      ...entries.flatMap(({ reporterName, reporterNit }) => [reporterName, reporterNit]),
      expected.taxpayer.number,
      ...(private_.join(' ').match(/\d{5,}|ABC\d{3}|\w+@[\w.]+/g) ?? []),
      String(45_000_000 + seed),
    ],
  };
}

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

describe('what an analysis has to do with a model', () => {
  let database: MigratedTestDatabase;
  let server: ModelServer;
  let organizationId: string;
  let declarationId: string;
  beforeAll(async () => {
    database = await openTestDatabase();
    await loadCorpus(database.db);
    server = await startModelServer();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await database.dispose();
  });
  beforeEach(async () => {
    await database.db.deleteFrom('runs').execute();
    organizationId = (await createOrganization(database.db, crypto.randomUUID())).id;
    const declaration = await database.db.transaction().execute(
      async (trx) =>
        await ensureDeclaration(trx, {
          organizationId,
          taxableYear: 2025,
          documentType: 'CC',
          number: '1098000121',
          name: 'PRUEBA ANA',
        }),
    );
    declarationId = declaration.id;
  });

  /** The words of each finding, as a model that adds nothing gives them back. */
  const honest = ({ prompt }: { prompt: string }) => ({
    hallazgos: findingsIn(prompt).map(({ hallazgo, texto }) => ({
      hallazgo,
      explicacion: texto.slice(0, 900),
      pasajes: [],
    })),
    preguntas: [],
  });

  async function analysis() {
    const { db } = database;
    const { model } = server;
    const prices = { local: { input: 1, output: 2 } };
    const dependencies = {
      model: {
        model,
        calls: { take: () => Promise.resolve() },
        meter: (organization: string) =>
          createModelMeter(
            {
              reserve: () => reserveModelTokens(db, organization, 1_000),
              record: (use, reservation) => recordModelUse(db, organization, use, reservation),
              release: (reservation) => modelLedger(db, organization, 1_000).release(reservation),
            },
            prices,
          ),
      },
      runRetentionDays: 30,
    };
    await db
      .transaction()
      .execute((trx) =>
        enqueue(trx, analyzeDeclaration, { declarationId }, { organizationId, declarationId }),
      );
    // No file is read here.
    const handlers = createHandlers(dependencies as unknown as WorkerDependencies);
    await createEagerRunner({ db, handlers }).drain();
    const row = await db
      .selectFrom('declarations')
      .select('analysis')
      .where('id', '=', declarationId)
      .executeTakeFirstOrThrow();
    return row.analysis!;
  }

  test(`sends no personal data of ${SEEDS} reports, and shows each name where it was`, async () => {
    let restored = 0;
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { input, secrets } = await reportOf(seed);
      server.says(honest);
      const { insights } = await analyze(input, { db: database.db, model: server.model });
      const wire = folded(server.requests.map((request) => request.wire).join('\n'));
      const digits = wire.replace(/(?<=\d)[\s.-](?=\d)/g, '');
      const found = secrets.filter((secret) =>
        /^\d+$/.test(secret)
          ? digits.includes(secret.replace(/^0+/, ''))
          : new RegExp(
              String.raw`(?<![\p{L}\p{N}])${folded(secret).replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(?![\p{L}\p{N}])`,
              'u',
            ).test(wire),
      );
      expect([seed, server.requests.length > 0, found]).toEqual([seed, true, []]);
      // There was something to hide: what people are shown does name them.
      const told = folded(JSON.stringify(insights.map(({ title, body }) => [title, body])));
      expect(secrets.some((secret) => told.includes(folded(secret)))).toBe(true);
      for (const { explanation, body } of insights) {
        if (explanation === undefined) continue;
        expect(explanation).not.toContain('[[');
        if (body.startsWith(explanation)) restored += 1;
      }
    }
    expect(restored).toBeGreaterThan(SEEDS);
  });

  test('is counted, priced and kept with what it was made of', async () => {
    server.says(honest);
    const stored = await analysis();
    expect(stored).toMatchObject({
      generator: 'openai-compatible/local',
      model: { provider: 'openai-compatible', model: 'local', promptVersion: '2', cached: false },
    });
    const asked = server.requests.length;
    expect(asked).toBeGreaterThan(0);
    const [row] = await listModelUsage(database.db, organizationId, 1);
    expect(row).toMatchObject({
      provider: 'openai-compatible',
      model: 'local',
      purpose: 'analysis',
      calls: BigInt(asked),
      input_tokens: BigInt(asked * 100),
      output_tokens: BigInt(asked * 20),
      cost_micros: BigInt(asked * 140),
    });
    const held = await database.db
      .selectFrom('model_reservations')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .execute();
    expect(held).toEqual([]);
  });

  test('is not paid for twice while the facts are the same, and forgotten with them', async () => {
    server.says(honest);
    await analysis();
    const asked = server.requests.length;
    const again = await analysis();
    expect(server.requests).toHaveLength(asked);
    expect(again.model).toMatchObject({ cached: true, inputTokens: 0 });
    expect((await listModelUsage(database.db, organizationId, 1))[0]).toMatchObject({ calls: BigInt(asked) });
    const answers = () =>
      database.db
        .selectFrom('model_answers')
        .select('answer')
        .where('organization_id', '=', organizationId)
        .execute();
    expect((await answers()).length).toBeGreaterThan(0);
    expect(JSON.stringify(await answers())).not.toMatch(/PRUEBA|1098000121/);

    const documentId = crypto.randomUUID();
    await database.db.transaction().execute(async (trx) => {
      await insertDocument(trx, {
        organizationId,
        id: documentId,
        filename: 'reporte.xlsx',
        contentType: 'x',
        sizeBytes: 1,
        sha256: documentId,
        objectName: documentId,
        objectGeneration: '1',
      });
      await trx
        .updateTable('documents')
        .set({ declaration_id: declarationId })
        .where('id', '=', documentId)
        .execute();
      await purgeDocument(trx, organizationId, documentId);
    });
    expect(await answers()).toEqual([]);
  });

  test('ends with the budget: the rules finish the analysis and say so', async () => {
    server.says(honest);
    await setModelBudget(database.db, organizationId, 0);
    const stored = await analysis();
    expect(server.requests).toEqual([]);
    expect(stored.generator).toBe('rules');
    expect(stored.notes.join()).toContain('presupuesto');
    expect(await modelBudget(database.db, organizationId, 1_000)).toMatchObject({ budget: 0n, used: 0n });
  });
});
