import { z } from 'zod';
import { pesos, timestamp } from './common.ts';

/** A fact as JSON carries it: pesos as decimal strings, counts as numbers, flags as booleans, dates as text. */
const factValue = z.union([z.string().max(40), z.number(), z.boolean()]);
const name = z.string().max(60);

export const entryDecision = z
  .strictObject({
    entryId: z.uuid(),
    use: z.enum(['include', 'exclude']).optional(),
    box: z
      .int()
      .positive()
      .max(999)
      .optional()
      .meta({ description: 'Casilla a la que va, en vez de la propuesta.' }),
    sharePercent: z.number().positive().max(100).optional(),
  })
  .meta({
    id: 'EntryDecision',
    description: 'Lo que se decide sobre un dato. Solo con `entryId` se retira lo decidido antes.',
  });

export const draftRequest = z
  .strictObject({
    facts: z
      .record(name, factValue.nullable())
      .optional()
      .meta({
        description:
          'Lo que ningún reporte sabe, por nombre: vea `questions` y `GET /v1/draft-input-schema`. `null` lo retira.',
        example: { dependants: 2, prepaidMedicine: '1200000' },
      }),
    boxes: z
      .record(z.string().regex(/^\d{1,3}$/), pesos.nullable())
      .optional()
      .meta({
        description: 'Casillas con otro valor que el propuesto. `null` lo retira.',
        example: { '45': '8000000' },
      }),
    decisions: z
      .record(name, name.nullable())
      .optional()
      .meta({
        description: 'Opción elegida de cada decisión de `choices`. `null` la retira.',
        example: { fees: 'with_costs' },
      }),
    entries: z.array(entryDecision).max(500).optional(),
  })
  .meta({
    id: 'DraftRequest',
    description: 'Lo que se informa o decide; lo que no se nombra queda como estaba. Vacío: solo recalcular.',
  });
export type DraftRequest = z.output<typeof draftRequest>;

/** What an entry adds to a box or fact; less than its amount when a share or a limit applies. */
const entryAmount = z.object({ entryId: z.uuid(), amount: pesos });

const operand = z.object({
  name: z.string(),
  value: pesos,
  box: z.int().optional(),
  fact: z.string().optional(),
});

export const draftBox = z
  .object({
    label: z.string(),
    kind: z.enum(['input', 'adjusted', 'computed']),
    unit: z.enum(['pesos', 'count', 'mark']),
    value: pesos,
    rule: z.string(),
    article: z.string(),
    citation: z.string(),
    explanation: z.string(),
    operands: z.array(operand),
    provisional: z.boolean(),
    entries: z.array(entryAmount),
  })
  .meta({ id: 'DraftBox', description: 'Una casilla con la regla, el artículo y los datos que hay detrás.' });

export const draftNote = z.object({
  code: z.string(),
  field: z.string(),
  text: z.string(),
  articles: z.array(z.string()),
});

export const draftQuestion = z
  .object({
    fact: z.string(),
    kind: z.enum(['pesos', 'count', 'flag', 'date', 'digits', 'choice']),
    options: z.array(z.string()).nullable(),
    title: z.string(),
    reason: z.string(),
    whenMissing: z.string(),
    articles: z.array(z.string()),
    /** `assumed`: nobody told, see `whenMissing`; `from_report`: the entries tell; `told`: a person did. */
    status: z.enum(['assumed', 'from_report', 'told']),
    value: factValue.nullable(),
    entries: z.array(entryAmount),
  })
  .meta({ id: 'DraftQuestion', description: 'Un dato que el reporte no puede saber y por qué se pregunta.' });

export const draftChoice = z
  .object({
    code: z.string(),
    decision: z.string(),
    chosen: z.string(),
    options: z.array(z.string()),
    decided: z
      .boolean()
      .meta({ description: 'Falso mientras nadie lo haya decidido: se tomó la opción prudente.' }),
    entryIds: z.array(z.uuid()),
    text: z.string(),
    articles: z.array(z.string()),
  })
  .meta({ id: 'DraftChoice' });

export const leftOutEntry = z
  .object({ entryId: z.uuid(), amount: pesos, reason: z.string(), text: z.string() })
  .meta({ id: 'LeftOutEntry', description: 'Un dato que no suma en ninguna casilla, y por qué.' });

export const decisionKind = z.enum(['fact', 'box', 'choice', 'entry']);

export const draftChanges = z
  .object({
    boxes: z.array(z.object({ box: z.int(), label: z.string(), before: pesos, after: pesos })),
    told: z.array(
      z.object({
        kind: decisionKind,
        subject: z.string(),
        before: z.unknown().nullable(),
        after: z.unknown().nullable(),
      }),
    ),
    entries: z.object({
      added: z.int().nonnegative(),
      removed: z.int().nonnegative(),
      reclassified: z.int().nonnegative(),
    }),
  })
  .meta({ id: 'DraftChanges', description: 'Lo que cambió desde la versión anterior, y por qué.' });

/** Who did something: the API key, whose name is null when it is gone. */
export const actor = z.object({ apiKeyId: z.uuid(), name: z.string().nullable() }).meta({ id: 'Actor' });

const version = {
  version: z.int().positive(),
  createdAt: timestamp,
  createdBy: actor.nullable(),
  /** Entries or decisions are other than those that this version was made of. */
  outdated: z.boolean(),
  changes: draftChanges.nullable(),
};

export const draftSummary = z
  .object({
    ...version,
    provisional: z.boolean(),
    netPatrimony: pesos,
    taxableIncome: pesos,
    netTax: pesos,
    withholdings: pesos,
    balanceDue: pesos,
    creditBalance: pesos,
  })
  .meta({ id: 'DraftSummary' });
export type DraftSummary = z.output<typeof draftSummary>;

export const draftQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  before: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .meta({ description: 'Solo versiones anteriores a esta.' }),
});
export const draftList = z.object({ items: z.array(draftSummary) }).meta({ id: 'DraftList' });
export type DraftList = z.output<typeof draftList>;

/** What a version consists of, without what says when and by whom. */
export const draftContent = z.object({
  taxableYear: z.int(),
  form: z.literal('210'),
  provisional: z.boolean(),
  boxes: z.record(z.string(), draftBox),
  questions: z.array(draftQuestion),
  choices: z.array(draftChoice),
  leftOut: z.array(leftOutEntry),
  assumptions: z.array(draftNote),
  warnings: z.array(draftNote),
  /** Of facts that no current report has any more: what was decided about them has no effect. */
  unusedDecisions: z.array(z.string()),
});
export type DraftContent = z.output<typeof draftContent>;

export const draft = z
  .object({ declarationId: z.uuid(), ...version, ...draftContent.shape })
  .meta({ id: 'Draft', description: 'Una versión del borrador del formulario 210.' });
export type Draft = z.output<typeof draft>;

export const draftVersionParameters = z.object({ id: z.uuid(), version: z.coerce.number().int().positive() });

export const declarationDecision = z
  .object({
    id: z.uuid(),
    kind: decisionKind,
    subject: z.string(),
    value: z.unknown(),
    findingId: z.string().nullable(),
    state: z.enum(['in_force', 'replaced', 'reverted']),
    decidedAt: timestamp,
    decidedBy: actor.nullable(),
    replacedAt: timestamp.nullable(),
    revertedAt: timestamp.nullable(),
    revertedBy: actor.nullable(),
  })
  .meta({ id: 'DeclarationDecision' });

export const declarationDecisionQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const declarationDecisionList = z
  .object({ items: z.array(declarationDecision) })
  .meta({ id: 'DeclarationDecisionList' });
export type DeclarationDecisionList = z.output<typeof declarationDecisionList>;

/** A JSON Schema, as it is. */
export const draftInputSchema = z.record(z.string(), z.unknown()).meta({ id: 'DraftInputSchema' });
