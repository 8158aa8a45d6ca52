import { z } from 'zod';
import { pageOf, pageQuery, pesos, PRINTABLE, timestamp } from './common.ts';
import { actor } from './drafts.ts';
import { category } from './entries.ts';

const decidedCategory = category.exclude(['unclassified']).meta({ id: 'DecidedCategory' });

export const reviewQuery = z.object({
  declarationId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const reviewItem = z
  .object({
    /** The wording without accents, case, years and the numbers in parentheses: what is decided about. */
    concept: z.string(),
    entries: z.int().positive(),
    amount: pesos,
    /** Up to twenty of the declarations and reporters that have it. */
    declarationIds: z.array(z.uuid()),
    reporters: z.array(z.string()),
    /** How its entries are classified now. */
    classified: z.array(
      z.object({
        category,
        rule: z.string(),
        confidence: z.enum(['high', 'medium', 'low']),
        entries: z.int(),
      }),
    ),
    example: z.object({ entryId: z.uuid(), detail: z.string(), suggestedUse: z.string() }),
  })
  .meta({ id: 'ReviewItem', description: 'Un concepto que espera a que una persona diga qué es.' });
export type ReviewItem = z.output<typeof reviewItem>;

export const reviewList = z
  .object({
    items: z.array(reviewItem),
    /** Concepts that wait, those of this answer included; a lower bound when `complete` is false. */
    total: z.int().nonnegative(),
    complete: z.boolean(),
  })
  .meta({ id: 'ReviewList' });
export type ReviewList = z.output<typeof reviewList>;

export const reviewDecisionRequest = z
  .strictObject({
    concept: z
      .string()
      .min(1)
      .max(32_767)
      .meta({ description: 'Un concepto de la lista, o el texto tal como lo escribe un informante.' }),
    category: decidedCategory,
    note: z
      .string()
      .max(1_000)
      .regex(PRINTABLE)
      .optional()
      .meta({ description: 'Por qué; para quien revise después.' }),
  })
  .meta({ id: 'ReviewDecisionRequest' });
export type ReviewDecisionRequest = z.output<typeof reviewDecisionRequest>;

export const reviewDecision = z
  .object({
    id: z.uuid(),
    concept: z.string(),
    category,
    note: z.string().nullable(),
    example: z.string(),
    state: z.enum(['in_force', 'replaced', 'reverted']),
    /** How the entries of the concept were classified when it was decided. */
    before: z.array(z.object({ category: z.string(), rule: z.string(), entries: z.int() })),
    affectedEntries: z.int().nonnegative(),
    replaces: z.uuid().nullable(),
    decidedAt: timestamp,
    decidedBy: actor.nullable(),
    replacedAt: timestamp.nullable(),
    revertedAt: timestamp.nullable(),
    revertedBy: actor.nullable(),
  })
  .meta({
    id: 'ReviewDecision',
    description: 'Una regla de la organización: vale para sus datos y para los archivos que lleguen.',
  });
export type ReviewDecision = z.output<typeof reviewDecision>;

export const reviewDecisionQuery = pageQuery.extend({ inForce: z.stringbool().optional() });
export const reviewDecisionPage = pageOf(reviewDecision).meta({ id: 'ReviewDecisionPage' });

export const duplicateRequest = z
  .strictObject({
    resolution: z.enum(['keep', 'ignore']).meta({
      description:
        '`keep`: son hechos distintos y todos cuentan; `ignore`: es el mismo hecho y cuenta una vez.',
    }),
    countedEntryIds: z
      .array(z.uuid())
      .min(1)
      .max(500)
      .optional()
      .meta({ description: 'Con `ignore` de filas iguales, las que cuentan; si no se dice, la primera.' }),
  })
  .meta({ id: 'DuplicateRequest' });

export const duplicate = z
  .object({
    id: z
      .string()
      .meta({ description: 'Sigue siendo el mismo en una descarga nueva mientras los datos no cambien.' }),
    code: z.string(),
    title: z.string(),
    explanation: z.string(),
    action: z.string(),
    entries: z.array(
      z.object({
        entryId: z.uuid(),
        reporterName: z.string(),
        detail: z.string(),
        amount: pesos,
        counted: z.boolean().nullable().meta({ description: 'Lo decidido sobre la fila; nulo si nada.' }),
      }),
    ),
    articles: z.array(z.string()),
    resolution: z.enum(['keep', 'ignore', 'other']).nullable(),
    decidedAt: timestamp.nullable(),
    decidedBy: actor.nullable(),
  })
  .meta({ id: 'Duplicate', description: 'Datos que pueden ser el mismo hecho. Nunca se quitan solos.' });
export type Duplicate = z.output<typeof duplicate>;
export const duplicateList = z.object({ items: z.array(duplicate) }).meta({ id: 'DuplicateList' });
export type DuplicateList = z.output<typeof duplicateList>;

export const findingParameters = z.object({ id: z.uuid(), findingId: z.string().regex(/^[0-9a-f]{32}$/) });
