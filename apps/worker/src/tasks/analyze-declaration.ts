import {
  type Database,
  declarationFacts,
  declarationSubject,
  declarationTopes,
  type FactRow,
  findModelAnswer,
  type NewInsight,
  recordModelUse,
  replaceInsights,
  saveAnalysis,
  type StoredAnalysis,
  storeModelAnswer,
} from '@accountia/db';
import {
  type Analysis,
  analyze,
  type AnalysisEntry,
  type AnalysisInput,
  type AnalysisModel,
  type AnswerCache,
  type Insight,
  insightFingerprints,
} from '@accountia/rag';
import { type analyzeDeclaration, CATEGORIES, type Category, TaskError } from '@accountia/task-contracts';
import type { TaskHandler } from '@accountia/task-runtime';
import type { Kysely } from 'kysely';
import type { WorkerDependencies } from '../dependencies.ts';
import { draftWithoutBlocking } from '../sandbox/draft-insights.ts';
import { dayOf } from '../calendar.ts';
import { withTaskErrors } from '../task-errors.ts';

export function createAnalyzeDeclarationHandler(
  dependencies: Pick<WorkerDependencies, 'model'>,
): TaskHandler<typeof analyzeDeclaration> {
  const limited = dependencies.model;
  const model = limited?.model ?? null;
  return {
    async execute({ db, organizationId, runId, payload, attempt, signal, logger, progress }) {
      const { declarationId } = payload;
      progress({ phase: 'load', percent: 0 });
      const declaration = await declarationSubject(db, organizationId, declarationId);
      if (declaration === null) {
        throw new TaskError({
          code: 'declaration_gone',
          message: 'The declaration no longer exists',
          retryable: false,
          details: { declarationId },
        });
      }
      const entries = await declarationFacts(db, organizationId, declarationId);
      const topes = await declarationTopes(db, organizationId, declarationId);

      // Waiting for the model costs the run no try; without one there is nothing to wait for.
      await limited?.calls.take(organizationId);
      progress({ phase: model === null ? 'rules' : 'model', percent: 20 });
      const input: AnalysisInput = {
        year: declaration.taxable_year,
        taxpayer: {
          documentType: declaration.taxpayer_document_type,
          number: declaration.taxpayer_number,
          name: declaration.taxpayer_name,
        },
        entries: entries.map(toAnalysisEntry),
        topes: toBigints(topes),
        // Deadlines are days of Colombia, whatever clock the server keeps.
        today: dayOf(new Date()),
      };
      const analysis = await withTaskErrors({ attempt }, () =>
        analyze(input, {
          db,
          draft: (facts) => draftWithoutBlocking(facts, signal),
          model,
          ...(limited === null || model === null
            ? {}
            : {
                meter: limited.meter(organizationId),
                cache: knownAnswers(db, { organizationId, declarationId }, model),
              }),
          signal,
          onModelError: (error) => logger.warn({ err: error }, 'the language model failed'),
        }),
      );
      const fingerprints = insightFingerprints(input, analysis.insights);
      progress({ phase: 'store', percent: 90 });

      return {
        async apply(trx) {
          const { generator } = analysis;
          const saved = await saveAnalysis(trx, {
            organizationId,
            declarationId,
            runId,
            analysis: {
              generator: generator.kind === 'rules' ? 'rules' : `${generator.provider}/${generator.model}`,
              notes: analysis.notes.map((note) => note.message),
              questions: analysis.questions,
              dropped: analysis.dropped,
              ...writtenBy(generator),
            },
          });
          if (saved) {
            const insights = analysis.insights.map((insight, index) =>
              toNewInsight(insight, fingerprints[index] ?? ''),
            );
            await replaceInsights(trx, { organizationId, declarationId, runId }, insights);
          } else {
            logger.info('an analysis that started later is there already');
          }
          return {
            declarationId,
            insightCount: analysis.insights.length,
            droppedCount: analysis.dropped.reduce((sum, { count }) => sum + count, 0),
            generator: generator.kind,
          };
        },
      };
    },
  };
}

/** Which model, asked how, had part in an analysis, and what that took. */
function writtenBy(generator: Analysis['generator']): Pick<StoredAnalysis, 'model'> {
  if (generator.kind === 'rules') return {};
  const { provider, model, promptVersion, usage, cached } = generator;
  return { model: { provider, model, promptVersion, ...usage, cached } };
}

/** What a model answered about a declaration, and how often that spared a call. */
function knownAnswers(
  db: Kysely<Database>,
  owner: { organizationId: string; declarationId: string },
  { provider, modelId }: AnalysisModel,
): AnswerCache {
  const spared = { purpose: 'analysis', provider, modelId, inputTokens: 0, outputTokens: 0 } as const;
  return {
    async find(hash) {
      const answer = await findModelAnswer(db, owner, hash);
      if (answer !== null) {
        await recordModelUse(db, owner.organizationId, { ...spared, costMicros: 0n, cached: true }, null);
      }
      return answer;
    },
    store: (answer) => storeModelAnswer(db, owner, answer),
  };
}

function toAnalysisEntry(entry: FactRow): AnalysisEntry {
  return {
    id: entry.id,
    category: toCategory(entry.category),
    amount: entry.amount,
    boxes: entry.boxes,
    topes: entry.topes,
    detail: entry.detail,
    reporterNit: entry.reporter_nit,
    reporterName: entry.reporter_name,
    row: entry.row_number,
    reportedName: entry.reported_name,
    additionalInformation: entry.additional_information,
  };
}

/** A category that a newer release stored is nothing this one can add up: it goes to review. */
function toCategory(stored: string): Category {
  return CATEGORIES.find((category) => category === stored) ?? 'unclassified';
}

function toBigints(topes: Readonly<Record<string, string>>): AnalysisInput['topes'] {
  return Object.fromEntries(Object.entries(topes).map(([tope, amount]) => [tope, BigInt(amount)]));
}

function toNewInsight(insight: Insight, fingerprint: string): NewInsight {
  return {
    code: insight.code,
    kind: insight.kind,
    severity: insight.severity,
    title: insight.title,
    body: insight.body,
    action: insight.action,
    explanation: insight.explanation ?? null,
    amount: insight.amount ?? null,
    box: insight.box ?? null,
    deadline: insight.deadline ?? null,
    confidence: insight.confidence,
    entry_ids: insight.entryIds,
    citations: insight.citations,
    documents: [...insight.documents],
    impact_kind: insight.impact?.kind ?? null,
    impact_amount: insight.impact?.amount ?? null,
    impact_basis: insight.impact?.basis ?? null,
    fingerprint,
  };
}
