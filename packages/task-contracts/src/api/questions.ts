import { z } from 'zod';
import { pageOf, pageQuery, pesos, problem, timestamp } from './common.ts';
import { citation } from './declarations.ts';
import { actor } from './drafts.ts';

const SHORTEST_QUESTION = 3;
const LONGEST_QUESTION = 500;

/** Zero-width, bidirectional and other characters that nobody sees: they may carry words that nobody meant to ask. */
const INVISIBLE = /[\p{Cf}\p{Co}\p{Cn}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/gu;

export const questionRequest = z
  .strictObject({
    question: z
      .string()
      // Before it is cleaned: nobody writes so many characters that cannot be seen.
      .max(LONGEST_QUESTION * 4)
      .transform((text) =>
        text
          .replace(INVISIBLE, '')
          .replace(/[\p{Cc}\s]+/gu, ' ')
          .trim(),
      )
      .pipe(z.string().min(SHORTEST_QUESTION).max(LONGEST_QUESTION))
      .meta({
        description: 'En español, de 3 a 500 caracteres visibles.',
        example: '¿Cuánto me retuvieron?',
      }),
  })
  .meta({ id: 'QuestionRequest' });
export type QuestionRequest = z.input<typeof questionRequest>;

export const answerFact = z
  .object({
    /** As the sources of a text name it: `F1`. */
    ref: z.string(),
    kind: z.enum(['entry', 'category', 'tope', 'filing', 'due_date', 'box', 'insight']),
    id: z.string().meta({
      description:
        'Lo que identifica el dato en las otras rutas: el id del dato o de la recomendación, la categoría, el tope o la casilla.',
    }),
    /** For people, in Spanish. */
    text: z.string(),
    amount: pesos.nullable(),
    entryIds: z.array(z.uuid()),
  })
  .meta({ id: 'AnswerFact', description: 'Un dato de la declaración en el que se apoya la respuesta.' });
export type AnswerFact = z.output<typeof answerFact>;

export const answerCitation = citation
  .extend({
    /** As the sources of a text name it: `P1`. */
    ref: z.string(),
    excerpt: z.string(),
  })
  .meta({ id: 'AnswerCitation', description: 'La norma en la que se apoya la respuesta.' });
export type AnswerCitation = z.output<typeof answerCitation>;

export const answerGenerator = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rules') }),
  z.object({
    kind: z.literal('model'),
    provider: z.string(),
    model: z.string(),
    promptVersion: z.string(),
    usage: z.object({ inputTokens: z.int().nonnegative(), outputTokens: z.int().nonnegative() }),
  }),
]);

export const answerNote = z.object({
  code: z.string(),
  /** For people, in Spanish. */
  message: z.string(),
});

export const questionAnswer = z
  .object({
    id: z.uuid(),
    declarationId: z.uuid(),
    question: z.string(),
    text: z.string().meta({ description: 'Sin formato; un salto de línea separa párrafos.' }),
    /** False when neither the law nor the declaration answers; the text says so. */
    answered: z.boolean(),
    citations: z.array(answerCitation),
    facts: z.array(answerFact),
    generator: answerGenerator,
    notes: z.array(answerNote),
    dropped: z
      .array(z.object({ reason: z.string(), count: z.int().positive() }))
      .meta({ description: 'Frases del modelo que no coincidían con los datos y no se mostraron.' }),
    askedBy: actor.nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'QuestionAnswer', description: 'Una pregunta con su respuesta y en qué se apoya.' });
export type QuestionAnswer = z.output<typeof questionAnswer>;

export const questionQuery = pageQuery;
export const questionPage = pageOf(questionAnswer).meta({ id: 'QuestionPage' });

/** What a streamed answer tells, in the order it comes; `done` or `error` is the last. */
export const questionEvent = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('source'),
      source: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('fact'), fact: answerFact }),
        z.object({ kind: z.literal('citation'), citation: answerCitation }),
      ]),
    }),
    z.object({
      type: z.literal('text'),
      text: z.string(),
      /** Of the sources that came before. */
      refs: z.array(z.string()),
    }),
    z.object({ type: z.literal('done'), answer: questionAnswer }),
    z.object({ type: z.literal('error'), problem }),
  ])
  .meta({ id: 'QuestionEvent' });
export type QuestionEvent = z.output<typeof questionEvent>;
export const QUESTION_EVENT_TYPES = ['source', 'text', 'done', 'error'] as const;
