export { analyze } from './analyze.ts';
export type { Analysis, AnalysisDependencies, AnalysisDropReason, AnalysisNote } from './analyze.ts';
export type { PassagesDatabase, PassagesTable } from './corpus/database.ts';
export { findPassages } from './corpus/find-passages.ts';
export type { CitablePassage } from './corpus/find-passages.ts';
export { slugOf } from './corpus/articles.ts';
export { loadCollection } from './corpus/load-collection.ts';
export type { CollectionOptions, LoadedCollection } from './corpus/load-collection.ts';
export { loadCorpus } from './corpus/load-corpus.ts';
export type { LoadedCorpus } from './corpus/load-corpus.ts';
export type { Passage, PassageStatus } from './corpus/passage.ts';
export { chooseFiles, listCorpusFiles } from './corpus/reading/corpus-file.ts';
export type { CorpusFile } from './corpus/reading/corpus-file.ts';
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
export type { AnswerCache, CachedAnswer } from './model/answer-cache.ts';
export { createModelFromConfig } from './model/configure-model.ts';
export type { AnalysisModel, ModelConfig } from './model/configure-model.ts';
export { createEmbeddingModelFromConfig } from './model/configure-embedding.ts';
export type { EmbeddingConfig, EmbeddingModels } from './model/configure-embedding.ts';
export { costInMicros, createModelMeter } from './model/ledger-meter.ts';
export type { ModelLedger, ModelPrices } from './model/ledger-meter.ts';
export type { ModelMeter, ModelUse } from './model/meter.ts';
export { embeddingEnvironment, modelEnvironment, modelRateEnvironment } from './model/model-environment.ts';
export type { SearchConfig } from './model/model-environment.ts';
export { answerQuestion } from './questions/answer-question.ts';
export type { QuestionDependencies } from './questions/answer-question.ts';
export type {
  AnswerEvent,
  AskedBox,
  AskedDeclaration,
  AskedDraft,
  AskedEntry,
  AskedInsight,
  GivenAnswer,
} from './questions/types.ts';
export { retrieve } from './retrieval/retrieve.ts';
export type { RetrievalDependencies, RetrievalRequest, RetrievedPassage } from './retrieval/retrieve.ts';
export { evaluate } from './evaluation/evaluate.ts';
export type { ArticleSearch, Evaluation } from './evaluation/evaluate.ts';
export { createPlainSearch } from './evaluation/plain-search.ts';
export { readQuestions, SHIPPED_QUESTIONS } from './evaluation/questions.ts';
export type { EvaluationQuestion } from './evaluation/questions.ts';
export { embedCorpus } from './retrieval/semantic/embed-corpus.ts';
export type { EmbeddedCorpus } from './retrieval/semantic/embed-corpus.ts';
export { createSearchModels } from './retrieval/semantic/search-models.ts';
export type { SearchModels } from './retrieval/semantic/search-models.ts';
