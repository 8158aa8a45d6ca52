import { jsonSchema } from 'ai';
import { z } from 'zod';

const LONGEST_EXPLANATION = 900;
const LONGEST_QUESTION = 300;
const MOST_QUESTIONS = 3;

const answer = z.object({
  hallazgos: z.array(
    z.object({
      hallazgo: z.string(),
      explicacion: z.string().min(1).max(LONGEST_EXPLANATION),
      pasajes: z.array(z.string()),
    }),
  ),
  preguntas: z.array(z.object({ hallazgo: z.string(), texto: z.string().min(1).max(LONGEST_QUESTION) })),
});

export type ModelAnswer = z.output<typeof answer>;

/**
 * The shape asked of the model: closed enums of the findings and passages it was given. What comes back is read with plain strings
 * in their place, so that one invented reference costs its own item, which is counted, and not the whole answer.
 */
export function answerSchema(refs: readonly string[], passageIds: readonly string[]) {
  const asked = z.object({
    hallazgos: z
      .array(
        z.object({
          hallazgo: z.enum(refs),
          explicacion: z.string().max(LONGEST_EXPLANATION),
          pasajes: z.array(z.enum(passageIds)),
        }),
      )
      .max(refs.length),
    preguntas: z
      .array(z.object({ hallazgo: z.enum(refs), texto: z.string().max(LONGEST_QUESTION) }))
      .max(MOST_QUESTIONS),
  });
  return jsonSchema<ModelAnswer>(
    z.toJSONSchema(asked, { target: 'draft-7' }) as Parameters<typeof jsonSchema>[0],
    {
      validate(value) {
        const read = answer.safeParse(value);
        return read.success ? { success: true, value: read.data } : { success: false, error: read.error };
      },
    },
  );
}
