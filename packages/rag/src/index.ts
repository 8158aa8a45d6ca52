export { analyze } from './analyze.ts';
export type { Analysis, AnalysisDependencies, AnalysisDropReason, AnalysisNote } from './analyze.ts';
export type { PassagesDatabase, PassagesTable } from './corpus/database.ts';
export { findPassages } from './corpus/find-passages.ts';
export type { CitablePassage } from './corpus/find-passages.ts';
export { loadCorpus } from './corpus/load-corpus.ts';
export type { LoadedCorpus } from './corpus/load-corpus.ts';
export type { Passage } from './corpus/passage.ts';
export { readCorpus } from './corpus/read-corpus.ts';
export { RagError } from './errors.ts';
export type { RagErrorCode } from './errors.ts';
export { insightFingerprints } from './insights/fingerprint.ts';
export { INSIGHT_CODES } from './insights/codes.ts';
export type { InsightCode } from './insights/codes.ts';
export type {
  AnalysisEntry,
  AnalysisInput,
  Citation,
  Confidence,
  Impact,
  Insight,
  InsightKind,
  Severity,
  TopeNumber,
} from './insights/types.ts';
export { createModelFromConfig } from './model/configure-model.ts';
export type { AnalysisModel, ModelConfig } from './model/configure-model.ts';
export { retrieve } from './retrieval/retrieve.ts';
export type { RetrievalRequest, RetrievedPassage } from './retrieval/retrieve.ts';
