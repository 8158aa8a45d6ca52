import { dependencyLabel, formatDuration, queueLabel } from '../pages/labels.ts';
import type { Pulse } from './read-state.ts';

/** A run that is due and has not started by then means that somebody should look. */
const LONG_WAIT_MS = 5 * 60_000;

/** What an operator should look at first, in Spanish; empty when all is well. */
export function alertsOf({ health, work }: Pulse): string[] {
  const alerts = health.dependencies
    .filter((dependency) => !dependency.ok)
    .map((dependency) => `${dependencyLabel(dependency.name)} no responde: ${dependency.message}`);
  if (work === null) return alerts;
  const waiting = work.queues.reduce((total, queue) => total + queue.queued + queue.dispatched, 0);
  if (work.workers.length === 0) {
    alerts.push(
      waiting === 0
        ? 'Ningún trabajador está en marcha.'
        : `Ningún trabajador está en marcha y hay ejecuciones en espera: ${waiting}.`,
    );
  }
  for (const queue of work.queues) {
    if (queue.oldestDueMs < LONG_WAIT_MS) continue;
    alerts.push(
      `«${queueLabel(queue.queue)}» tiene una ejecución que espera hace ${formatDuration(queue.oldestDueMs)}.`,
    );
  }
  return alerts;
}
