import { z } from 'zod';
import { pesos, timestamp } from './common.ts';
import { category } from './entries.ts';

const comparedEntry = z.object({
  entryId: z.uuid(),
  reporterNit: z.string(),
  reporterName: z.string(),
  detail: z.string(),
  category,
  amount: pesos,
});

const comparedDocument = z.object({
  id: z.uuid(),
  filename: z.string(),
  createdAt: timestamp,
  reportedAt: z.string().nullable(),
});

export const comparisonQuery = z.object({
  with: z
    .union([z.literal('previous-download'), z.uuid()])
    .default('previous-download')
    .meta({
      description: 'El documento anterior: su identificador, o la descarga que el vigente reemplazó.',
    }),
});

export const reportComparison = z
  .object({
    before: comparedDocument,
    after: comparedDocument,
    added: z.array(comparedEntry),
    removed: z.array(comparedEntry),
    changed: z.array(z.object({ before: comparedEntry, after: comparedEntry, difference: pesos })),
    unchangedCount: z.int().nonnegative(),
    differenceByCategory: z.array(z.object({ category, label: z.string(), difference: pesos })),
  })
  .meta({ id: 'ReportComparison', description: 'Lo que cambió entre dos descargas del mismo reporte.' });
export type ReportComparison = z.output<typeof reportComparison>;

export const topeExplanation = z
  .object({
    tope: z.int().min(1).max(5),
    label: z.string(),
    /** DIAN's total; null when the report has none. */
    reported: pesos.nullable(),
    sum: pesos.meta({ description: 'Suma simple de los datos que cuentan.' }),
    adjusted: pesos.meta({ description: 'La suma con lo que está dos veces contado una.' }),
    unexplained: pesos.nullable(),
    reasons: z.array(
      z.object({ code: z.string(), text: z.string(), amount: pesos, entryIds: z.array(z.uuid()) }),
    ),
    entryIds: z.array(z.uuid()),
  })
  .meta({ id: 'TopeExplanation' });
export const topeExplanationList = z
  .object({ items: z.array(topeExplanation) })
  .meta({ id: 'TopeExplanationList' });
export type TopeExplanationList = z.output<typeof topeExplanationList>;

const certificate = z.strictObject({
  id: z.string().min(1).max(100).meta({ description: 'Como lo llame quien pregunta.' }),
  reporterNit: z.string().regex(/^[\d.\s-]{1,20}$/),
  category,
  amount: pesos,
});

export const certificateRequest = z
  .strictObject({
    certificates: z.array(certificate).min(1).max(500),
    tolerance: z
      .string()
      .regex(/^\d{1,15}$/)
      .default('1000')
      .meta({ description: 'Pesos de diferencia con los que dos valores coinciden.' }),
  })
  .meta({ id: 'CertificateRequest' });
export type CertificateRequest = z.input<typeof certificateRequest>;

export const certificateComparison = z
  .object({
    items: z.array(
      z.object({
        reporterNit: z.string(),
        reporterName: z.string().nullable(),
        category,
        label: z.string(),
        status: z.enum(['matches', 'differs', 'only_in_report', 'only_in_certificates']),
        reported: pesos,
        certified: pesos,
        difference: pesos,
        entryIds: z.array(z.uuid()),
        certificateIds: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'CertificateComparison' });
export type CertificateComparison = z.output<typeof certificateComparison>;

const amountChange = {
  label: z.string(),
  current: pesos,
  previous: pesos,
  difference: pesos,
  /** Null when the previous amount was zero. */
  changePercent: z.number().nullable(),
};

export const yearComparison = z
  .object({
    current: z.object({ declarationId: z.uuid(), taxableYear: z.int() }),
    previous: z.object({ declarationId: z.uuid(), taxableYear: z.int() }),
    /** False when the form of one of the years is not known: then only categories are compared. */
    boxesCompared: z.boolean(),
    boxes: z.array(z.object({ box: z.int(), ...amountChange })),
    categories: z.array(z.object({ category, ...amountChange })),
    /** Months until the return is firm by the audit benefit (art. 689-3 E.T.); null when it does not reach it. */
    auditBenefitMonths: z.int().nullable(),
  })
  .meta({ id: 'YearComparison' });
export type YearComparison = z.output<typeof yearComparison>;
