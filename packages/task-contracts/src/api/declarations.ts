import { z } from 'zod';
import { category } from './entries.ts';
import { run } from './runs.ts';
import { calendarDate, pageOf, pageQuery, pesos, timestamp } from './common.ts';

export const severity = z.enum(['info', 'warning', 'critical']);

export const taxpayer = z
  .object({
    documentType: z.string().meta({ example: 'CC' }),
    number: z.string().meta({ example: '1057664193' }),
    name: z.string(),
  })
  .meta({ id: 'Taxpayer' });

export const declaration = z
  .object({
    id: z.uuid(),
    taxableYear: z.int(),
    taxpayer,
    documentCount: z.int().nonnegative(),
    entryCount: z.int().nonnegative(),
    analyzedAt: timestamp.nullable(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Declaration', description: "One taxpayer's return for one taxable year." });
export type Declaration = z.output<typeof declaration>;

export const declarationQuery = pageQuery.extend({
  taxableYear: z.coerce.number().int().min(2000).max(2100).optional(),
  taxpayerNumber: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});
export const declarationPage = pageOf(declaration).meta({ id: 'DeclarationPage' });

export const topeComparison = z
  .object({
    tope: z.int().min(1).max(5),
    key: z.string(),
    label: z.string(),
    /** DIAN's own total in the report; 0 when the report has none, which `reported` tells. */
    amount: pesos,
    reported: z.boolean(),
    limit: pesos,
    limitUvt: z.number(),
    comparator: z.enum(['>', '>=']),
    exceeded: z.boolean(),
    /** Less than 500 pesos from the limit: DIAN's notices round the limits, so look twice. */
    nearEdge: z.boolean(),
    percentOfLimit: z.number(),
    law: z.string(),
  })
  .meta({ id: 'TopeComparison' });

export const categoryTotal = z.object({
  category,
  label: z.string(),
  amount: pesos,
  entries: z.int().nonnegative(),
});

export const declarationWarning = z
  .object({
    code: z.string(),
    severity,
    title: z.string(),
    explanation: z.string(),
    action: z.string(),
    entryIds: z.array(z.uuid()),
    articles: z.array(z.string()),
  })
  .meta({ id: 'DeclarationWarning' });

export const declarationSummary = z
  .object({
    declarationId: z.uuid(),
    taxableYear: z.int(),
    taxpayer,
    totalsByCategory: z.record(z.string(), pesos),
    categories: z.array(categoryTotal),
    topes: z.array(topeComparison),
    filing: z.object({
      obligated: z.union([z.boolean(), z.literal('unknown')]),
      reasons: z.array(z.string()),
      dueDate: calendarDate.nullable(),
    }),
    warnings: z.array(declarationWarning),
  })
  .meta({ id: 'DeclarationSummary' });
export type DeclarationSummary = z.output<typeof declarationSummary>;

export const citation = z
  .object({
    passageId: z.string(),
    norm: z.string(),
    article: z.string(),
    title: z.string(),
  })
  .meta({ id: 'Citation', description: 'The passage of the tax corpus that supports an insight.' });

export const insight = z
  .object({
    id: z.uuid(),
    code: z.string(),
    kind: z.enum(['recommendation', 'warning', 'information']),
    severity,
    title: z.string(),
    body: z.string(),
    action: z.string(),
    /** A language model's wording of the same facts, checked against them; null without a model. */
    explanation: z.string().nullable(),
    amount: pesos.nullable(),
    box: z.int().nullable(),
    deadline: calendarDate.nullable(),
    confidence: z.enum(['high', 'medium', 'low']),
    entryIds: z.array(z.uuid()),
    citations: z.array(citation),
  })
  .meta({ id: 'Insight' });
export type Insight = z.output<typeof insight>;

export const insightList = z
  .object({
    /** Null until the first analysis has finished. */
    analyzedAt: timestamp.nullable(),
    generator: z.string().nullable(),
    notes: z.array(z.string()),
    /** What a language model would ask the taxpayer; empty without one. */
    questions: z.array(z.string()),
    items: z.array(insight),
  })
  .meta({ id: 'InsightList' });
export type InsightList = z.output<typeof insightList>;

export const declarationReprocessing = z
  .object({
    /** Waits for the documents. */
    analysis: run,
    documents: z.array(z.object({ documentId: z.uuid(), run })),
  })
  .meta({ id: 'DeclarationReprocessing' });
export type DeclarationReprocessing = z.output<typeof declarationReprocessing>;
