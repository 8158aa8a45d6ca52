import { RagError } from '../errors.ts';
import type { ModelMeter, ModelUse } from './meter.ts';

/** US dollars for a million tokens, by the model's name. */
export type ModelPrices = Readonly<Record<string, { readonly input: number; readonly output: number }>>;

/** Where an organization's use is kept. The database package has one. */
export interface ModelLedger {
  /** Holds tokens back for one call; null when the month's budget is spent. */
  reserve(): Promise<string | null>;
  /** Adds what an answer took, in place of what was held back. `costMicros` is in millionths of a US dollar. */
  record(use: ModelUse & { costMicros: bigint | null }, reservation: string | null): Promise<void>;
  /** Gives back what was held. */
  release(reservation: string): Promise<void>;
}

/** A meter over a ledger, one for each organization. Calls under way hold tokens back until they are recorded. */
export function createModelMeter(ledger: ModelLedger, prices: ModelPrices = {}): ModelMeter {
  const held: string[] = [];
  return {
    async check() {
      const reservation = await ledger.reserve();
      if (reservation === null)
        throw new RagError('budget_spent', 'Nothing is left of the month’s budget for the language model');
      held.push(reservation);
    },
    async record(use) {
      await ledger.record({ ...use, costMicros: costInMicros(use, prices) }, held.shift() ?? null);
    },
    async release() {
      const reservation = held.shift();
      if (reservation !== undefined) await ledger.release(reservation);
    },
  };
}

/** Dollars for a million tokens are millionths of a dollar for one. Rounded up; null for a model without a price. */
export function costInMicros(use: ModelUse, prices: ModelPrices): bigint | null {
  const known = Object.hasOwn(prices, use.modelId) ? prices[use.modelId] : undefined;
  if (known === undefined) return null;
  return BigInt(Math.ceil(use.inputTokens * known.input + use.outputTokens * known.output));
}
