import type { RunEvent } from '@accountia/task-contracts/api';

/** Where progress goes: a bar that is drawn over itself on a terminal, a line per change elsewhere. */
export interface ProgressView {
  show(phase: string, percent: number, note: string): void;
  /** Leaves the last state standing and goes to the next line. */
  done(): void;
}

const WIDTH = 28;

export function createProgressView(output: NodeJS.WriteStream): ProgressView {
  if (!output.isTTY) {
    let last = '';
    return {
      show(phase, percent, note) {
        const line = `  ${String(Math.round(percent)).padStart(3)} %  ${phase}${note === '' ? '' : `  ${note}`}`;
        if (line === last) return;
        last = line;
        output.write(`${line}\n`);
      },
      done: () => undefined,
    };
  }
  return {
    show(phase, percent, note) {
      const filled = Math.round((WIDTH * Math.min(100, percent)) / 100);
      const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
      output.write(`\r\u001B[K  ${bar} ${String(Math.round(percent)).padStart(3)} %  ${phase}  ${note}`);
    },
    done: () => void output.write('\n'),
  };
}

/** What an event of a run says about how far it is: null when it says nothing new. */
export function progressOf(event: RunEvent): { phase: string; percent: number; note: string } | null {
  const { type, data } = event;
  if (type === 'progress') {
    const percent = typeof data['percent'] === 'number' ? data['percent'] : 0;
    const rows = typeof data['rows'] === 'number' && data['rows'] > 0 ? `${data['rows']} rows` : '';
    return { phase: String(data['phase'] ?? ''), percent, note: rows };
  }
  if (type === 'queued') return { phase: 'queued', percent: 0, note: '' };
  if (type === 'started') return { phase: 'started', percent: 0, note: `attempt ${data['attempt']}` };
  if (type === 'completed') return { phase: 'done', percent: 100, note: '' };
  if (type === 'retrying' || type === 'lost') return { phase: type, percent: 0, note: '' };
  return null;
}
