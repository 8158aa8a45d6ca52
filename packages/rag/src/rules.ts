/** The rules alone, without retrieval or model: pure, for a thread that has neither database nor network. */
export { draftInsights } from './insights/find-insights.ts';
export type { AnalysisInput, DraftInsight } from './insights/types.ts';
