import { z } from 'zod';
import { category } from './entries.ts';
import { run } from './runs.ts';
import { calendarDate, pageOf, pageQuery, pesos, PRINTABLE, timestamp } from './common.ts';
import { actor } from './drafts.ts';

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

export const insightImpact = z
  .object({
    kind: z.enum(['saving', 'risk']).meta({
      description: '`saving`: lo que vale hacerlo; `risk`: lo que puede costar no hacerlo.',
    }),
    /** Null when the report does not tell enough; `basis` says what is missing. */
    amount: pesos.nullable(),
    basis: z.string().meta({ description: 'Cómo se calculó, o por qué no se puede estimar.' }),
  })
  .meta({
    id: 'InsightImpact',
    description: 'Lo que un hallazgo vale o arriesga, calculado con las reglas.',
  });

export const insightFeedbackRequest = z
  .strictObject({
    verdict: z.enum(['useful', 'wrong']),
    reason: z.string().trim().min(1).max(1_000).regex(PRINTABLE).optional().meta({
      description: 'Por qué. No incluya datos de personas: queda en el informe de la organización.',
    }),
  })
  .meta({ id: 'InsightFeedbackRequest' });
export type InsightFeedbackRequest = z.output<typeof insightFeedbackRequest>;

export const insightFeedback = z
  .object({
    verdict: z.enum(['useful', 'wrong']),
    reason: z.string().nullable(),
    judgedAt: timestamp,
    judgedBy: actor.nullable(),
  })
  .meta({
    id: 'InsightFeedback',
    description:
      'Lo que una persona dijo del hallazgo. Sigue con él en los análisis siguientes mientras sus datos no cambien.',
  });

export const insightFeedbackReport = z
  .object({
    items: z.array(
      z.object({
        code: z.string(),
        useful: z.int().nonnegative(),
        wrong: z.int().nonnegative(),
        /** The newest. */
        reasons: z.array(
          z.object({
            verdict: z.enum(['useful', 'wrong']),
            reason: z.string(),
            title: z.string(),
            declarationId: z.uuid(),
            judgedAt: timestamp,
          }),
        ),
      }),
    ),
  })
  .meta({
    id: 'InsightFeedbackReport',
    description: 'Lo dicho de cada clase de hallazgo en la organización.',
  });
export type InsightFeedbackReport = z.output<typeof insightFeedbackReport>;

export const insightFeedbackQuery = z.object({
  reasons: z.coerce
    .number()
    .int()
    .min(0)
    .max(100)
    .default(10)
    .meta({ description: 'Motivos por clase, los más nuevos.' }),
});

export const insightParameters = z.object({ id: z.uuid(), insightId: z.uuid() });

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
    /** What proves it. */
    documents: z.array(z.string()),
    /** Null when there is nothing to gain or lose by it. */
    impact: insightImpact.nullable(),
    /** Null until someone says something of it. */
    feedback: insightFeedback.nullable(),
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
