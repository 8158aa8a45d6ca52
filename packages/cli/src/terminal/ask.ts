import { createInterface } from 'node:readline/promises';

/** Asks a question that only "y" or "yes" (or "s", "si", "sí") affirms. Only for terminals. */
export async function askYes(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    return ['y', 'yes', 's', 'si', 'sí'].includes(answer.trim().toLowerCase());
  } finally {
    terminal.close();
  }
}
