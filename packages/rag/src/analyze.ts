import type { Kysely } from 'kysely';
import type { PassagesDatabase } from './corpus/database.ts';
import { bySeverity, findInsights } from './insights/find-insights.ts';
import type { AnalysisInput, DraftInsight, Insight } from './insights/types.ts';
import type { DropReason } from './model/check-answer.ts';
import type { AnalysisModel } from './model/configure-model.ts';
import { explainInsights, type ExplainedInsights } from './model/explain-insights.ts';
import { PROMPT_VERSION } from './model/write-prompt.ts';

export interface AnalysisDependencies<DB extends PassagesDatabase = PassagesDatabase> {
  db: Kysely<DB>;
  /** Without one the analysis is the rules' alone. */
  model?: AnalysisModel | null;
  /** Runs the rules (`draftInsights`); here, on the caller's thread, unless given. Large declarations deserve another thread. */
  draft?: (input: AnalysisInput) => Promise<DraftInsight[]>;
  /** Abort to give the analysis up; it then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** For all questions to the model together. 60 seconds when absent. */
  modelTimeoutMs?: number;
  /** Told what a model failed of, for the operator's log; the taxpayer only reads a note. */
  onModelError?: (error: unknown) => void;
}

export type AnalysisDropReason = DropReason | 'malformed_answer' | 'passage_missing';

export interface AnalysisNote {
  code: 'model_failed' | 'model_timeout' | 'insights_without_passage' | 'explanations_dropped';
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
        usage: { inputTokens: number; outputTokens: number };
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
  const { db, model = null, signal, modelTimeoutMs = MODEL_TIMEOUT_MS, onModelError } = dependencies;
  signal?.throwIfAborted();
  const { insights, passages, withoutSupport } = await findInsights(db, input, dependencies.draft);
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

  const deadline = AbortSignal.timeout(modelTimeoutMs);
  try {
    const explained = await explainInsights({
      model: await model.load(),
      input,
      insights,
      passages,
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    });
    return withExplanations(analysis, explained, model);
  } catch (error) {
    // Whatever the provider threw, the rules' analysis is complete; only the caller's own cancellation ends it.
    signal?.throwIfAborted();
    onModelError?.(error);
    analysis.notes.push(
      deadline.aborted
        ? {
            code: 'model_timeout',
            message: 'El modelo de lenguaje no respondió a tiempo; el análisis es el de las reglas.',
          }
        : {
            code: 'model_failed',
            message: 'El modelo de lenguaje no está disponible; el análisis es el de las reglas.',
          },
    );
    return analysis;
  }
}

function withExplanations(analysis: Analysis, explained: ExplainedInsights, model: AnalysisModel): Analysis {
  const { explanations, order, questions, dropped, usage } = explained;
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
    },
    dropped: [...analysis.dropped, ...dropped],
    notes,
  };
}
