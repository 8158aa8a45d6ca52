import { createInterface } from 'node:readline/promises';

/** A way to ask the person at the terminal; null when there is none (a pipe, a container, CI). */
export function askOnTerminal(): ((question: string) => Promise<boolean>) | null {
  if (!process.stdin.isTTY || !process.stdout.isTTY || process.env['CI'] !== undefined) return null;
  return async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
      const answer = await terminal.question(`${question} [Y/n] `);
      return !/^n/i.test(answer.trim());
    } finally {
      terminal.close();
    }
  };
}
