import type { Kysely } from 'kysely';
import type { PassagesDatabase } from './corpus/database.ts';
import { type CitablePassage, findPassages } from './corpus/find-passages.ts';
import { passageKey } from './corpus/passage.ts';
import { bySeverity, findInsights } from './insights/find-insights.ts';
import type { AnalysisInput, DraftInsight, Insight } from './insights/types.ts';
import { RagError } from './errors.ts';
import type { AnswerCache } from './model/answer-cache.ts';
import type { DropReason } from './model/check-answer.ts';
import type { AnalysisModel } from './model/configure-model.ts';
import { explainInsights, type ExplainedInsights } from './model/explain-insights.ts';
import type { ModelMeter } from './model/meter.ts';
import { PROMPT_VERSION } from './model/write-prompt.ts';

export interface AnalysisDependencies<DB extends PassagesDatabase = PassagesDatabase> {
  db: Kysely<DB>;
  /** Without one the analysis is the rules' alone. */
  model?: AnalysisModel | null;
  /** Runs the rules (`draftInsights`); here, on the caller's thread, unless given. Large declarations deserve another thread. */
  draft?: (input: AnalysisInput) => Promise<DraftInsight[]>;
  /** Abort to give the analysis up; it then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Counts what the model takes and says when the month's budget is spent. Without one nothing is counted. */
  meter?: ModelMeter;
  /** Answers known from before: the same question is paid for once. */
  cache?: AnswerCache;
  /** For all questions to the model together. 60 seconds when absent. */
  modelTimeoutMs?: number;
  /** Told what a model failed of, for the operator's log; the taxpayer only reads a note. */
  onModelError?: (error: unknown) => void;
}

export type AnalysisDropReason = DropReason | 'malformed_answer' | 'passage_missing';

export interface AnalysisNote {
  code:
    | 'model_failed'
    | 'model_timeout'
    | 'model_budget_spent'
    | 'insights_without_passage'
    | 'explanations_dropped';
  /** For people, in Spanish. */
  message: string;
}

export interface Analysis {
  /** Most severe first. */
  insights: Insight[];
  /** What a model would ask the taxpayer; empty without one. */
  questions: string[];
  generator:
    | { kind: 'rules' }
    | {
        kind: 'model';
        provider: string;
        model: string;
        promptVersion: string;
        /** What the calls of this analysis took; nothing when `cached`. */
        usage: { inputTokens: number; outputTokens: number };
        /** All of it was answered before, about the same facts. */
        cached: boolean;
      };
  /** What was not shown because it did not check out. */
  dropped: { reason: AnalysisDropReason; count: number }[];
  notes: AnalysisNote[];
}

const MODEL_TIMEOUT_MS = 60_000;

/**
 * Explains a declaration: the rules find what matters and cite the law, and a model, when there is one, orders and words it.
 * Figures, boxes, dates and citations always come from the rules. A model that fails, is slow or lies leaves the rules' analysis whole.
 * @throws TaxRulesError `unknown_year`; the signal's reason when it is aborted; errors of PostgreSQL.
 */
export async function analyze<DB extends PassagesDatabase>(
  input: AnalysisInput,
  dependencies: AnalysisDependencies<DB>,
): Promise<Analysis> {
  const {
    db,
    model = null,
    meter,
    cache,
    signal,
    modelTimeoutMs = MODEL_TIMEOUT_MS,
    onModelError,
  } = dependencies;
  signal?.throwIfAborted();
  const { insights, withoutSupport } = await findInsights(db, input, dependencies.draft);
  const analysis: Analysis = {
    insights,
    questions: [],
    generator: { kind: 'rules' },
    dropped: [],
    notes: [],
  };
  if (withoutSupport.length > 0) {
    analysis.dropped.push({ reason: 'passage_missing', count: withoutSupport.length });
    analysis.notes.push({
      code: 'insights_without_passage',
      message: `Se omitieron ${withoutSupport.length} hallazgos porque la biblioteca de normas no trae su sustento para el año ${input.year}.`,
    });
  }
  signal?.throwIfAborted();
  if (model === null || insights.length === 0) return analysis;

  const passages = await passagesOf(db, insights, input.year);
  const deadline = AbortSignal.timeout(modelTimeoutMs);
  // Whatever the provider threw, the rules' analysis is complete; only the caller's own cancellation ends it.
  const told = (failure: unknown): AnalysisNote => {
    signal?.throwIfAborted();
    onModelError?.(failure);
    return noteOf(failure, deadline.aborted);
  };
  try {
    const explained = await explainInsights({
      model,
      input,
      insights,
      passages,
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
      meter,
      cache,
    });
    const { failure } = explained;
    if (failure !== undefined) analysis.notes.push(told(failure));
    return withExplanations(analysis, explained, model);
  } catch (error) {
    analysis.notes.push(told(error));
    return analysis;
  }
}

/** What the insights cite, with its texts, by id. */
async function passagesOf<DB extends PassagesDatabase>(
  db: Kysely<DB>,
  insights: readonly Insight[],
  year: number,
): Promise<Map<string, CitablePassage>> {
  const cited = insights.flatMap(({ citations }) => citations.map(({ passageId }) => passageKey(passageId)));
  const found = await findPassages(db, cited, year);
  return new Map([...found.values()].map((passage) => [passage.id, passage]));
}

function noteOf(failure: unknown, late: boolean): AnalysisNote {
  if (failure instanceof RagError && failure.code === 'budget_spent') {
    return {
      code: 'model_budget_spent',
      message:
        'El presupuesto del modelo de lenguaje para este mes se agotó; lo que falta en el análisis es de las reglas.',
    };
  }
  return late
    ? {
        code: 'model_timeout',
        message: 'El modelo de lenguaje no respondió a tiempo; el análisis es el de las reglas.',
      }
    : {
        code: 'model_failed',
        message: 'El modelo de lenguaje no está disponible; el análisis es el de las reglas.',
      };
}

function withExplanations(analysis: Analysis, explained: ExplainedInsights, model: AnalysisModel): Analysis {
  const { explanations, order, questions, dropped, usage, cached } = explained;
  const notes = [...analysis.notes];
  if (dropped.length > 0) {
    notes.push({
      code: 'explanations_dropped',
      message:
        'Parte de lo que redactó el modelo no coincidía con los datos y se descartó; queda el texto de las reglas.',
    });
  }
  // Nothing that it said was usable: what is shown is the rules' alone.
  if (explanations.size === 0 && questions.length === 0)
    return { ...analysis, dropped: [...analysis.dropped, ...dropped], notes };
  const ranked = [...order, ...analysis.insights.keys().filter((position) => !explanations.has(position))];
  const insights = ranked.flatMap((position): Insight[] => {
    const insight = analysis.insights[position];
    const explanation = explanations.get(position);
    if (insight === undefined) return [];
    return [explanation === undefined ? insight : { ...insight, explanation }];
  });
  return {
    // A model may choose what to tell first among equals, and not hide an obligation under advice.
    insights: bySeverity(insights),
    questions,
    generator: {
      kind: 'model',
      provider: model.provider,
      model: model.modelId,
      promptVersion: PROMPT_VERSION,
      usage,
      cached,
    },
    dropped: [...analysis.dropped, ...dropped],
    notes,
  };
}
