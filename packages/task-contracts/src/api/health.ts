import { z } from 'zod';

export const dependencyHealth = z.object({
  name: z.string(),
  ok: z.boolean(),
  latencyMs: z.number().nonnegative(),
  message: z.string().nullable(),
});
export type DependencyHealth = z.output<typeof dependencyHealth>;

export const health = z
  .object({
    status: z.enum(['ok', 'degraded']),
    app: z.string(),
    version: z.string(),
    dependencies: z.array(dependencyHealth),
  })
  .meta({ id: 'Health' });
export type Health = z.output<typeof health>;
