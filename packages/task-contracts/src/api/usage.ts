import { z } from 'zod';

const count = z.int().nonnegative();
const month = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .meta({ example: '2026-11' });

export const modelUsage = z
  .object({
    /** Of Bogotá. */
    month,
    provider: z.string(),
    model: z.string(),
    purpose: z.enum(['analysis', 'question']),
    /** Answers that were paid for, usable or not. */
    calls: count,
    /** Answers that were known already and took nothing. */
    cached: count,
    inputTokens: count,
    outputTokens: count,
    /** US dollars as a decimal string; null when the price of any of the calls was not known. */
    costUsd: z
      .string()
      .regex(/^\d+\.\d{6}$/)
      .nullable()
      .meta({ example: '0.004200' }),
  })
  .meta({ id: 'ModelUsage', description: 'What an organization used of a language model in a month.' });
export type ModelUsage = z.output<typeof modelUsage>;

export const usage = z
  .object({
    /** The month that runs. */
    current: z.object({
      month,
      /** Tokens, in and out; null without a limit. */
      budgetTokens: count.nullable(),
      usedTokens: count,
      /** Nothing is left: analyses are written by rules alone until the month ends. */
      spent: z.boolean(),
    }),
    /** Newest month first. */
    items: z.array(modelUsage),
  })
  .meta({
    id: 'Usage',
    description: 'The use of language models: the budget of this month and what was used in each.',
  });
export type Usage = z.output<typeof usage>;

export const usageQuery = z.object({
  /** How many months back, this one included. */
  months: z.coerce.number().int().min(1).max(60).default(12),
});
