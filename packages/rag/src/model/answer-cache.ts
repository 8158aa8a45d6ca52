import { createHash } from 'node:crypto';

/** An answer as the model gave it: masked, not yet checked. */
export interface CachedAnswer {
  readonly hash: string;
  readonly provider: string;
  readonly modelId: string;
  readonly promptVersion: string;
  readonly answer: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Answers kept by what was asked, so that the same question is paid for once. One object for each declaration. */
export interface AnswerCache {
  find(hash: string): Promise<string | null>;
  store(answer: CachedAnswer): Promise<void>;
}

/** Of everything that decides an answer. Two that differ in anything never share one. */
export function questionHash(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest('hex');
}
