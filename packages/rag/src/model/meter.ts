/** What one answer of a model took, whatever it was for. */
export interface ModelUse {
  readonly purpose: 'analysis' | 'question';
  readonly provider: string;
  readonly modelId: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Counts what an organization uses of a model, and says when its budget is spent. One object for each organization. */
export interface ModelMeter {
  /**
   * Holds tokens back for one call; `record` or `release` ends that.
   * @throws RagError `budget_spent` when nothing is left of the month's budget: no model is asked then.
   */
  check(): Promise<void>;
  /** Called after every answer, usable or not: it was paid for all the same. */
  record(use: ModelUse): Promise<void>;
  /** Called in place of `record` when nothing was answered, so that what was held back is there for others at once. */
  release(): Promise<void>;
}
