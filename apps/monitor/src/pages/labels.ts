import type { QueueName } from '@accountia/task-contracts';

const QUEUE_LABELS: Readonly<Record<QueueName, string>> = {
  parse: 'Lectura de reportes',
  analyze: 'Análisis de declaraciones',
  maintenance: 'Mantenimiento',
};

const DEPENDENCY_LABELS: Readonly<Record<string, string>> = {
  postgres: 'PostgreSQL',
  queue: 'Cola de entregas',
};

/** A queue's name for people; its own name when it is not one of ours. */
export function queueLabel(queue: string): string {
  return Object.hasOwn(QUEUE_LABELS, queue) ? QUEUE_LABELS[queue as QueueName] : queue;
}

export function dependencyLabel(dependency: string): string {
  return DEPENDENCY_LABELS[dependency] ?? dependency;
}

/** A length of time in the two largest units that matter: `45 s`, `3 min`, `2 h 5 min`, `4 d 3 h`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

const dateTime = new Intl.DateTimeFormat('es-CO', {
  timeZone: 'America/Bogota',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** In Colombian time, whatever the server's. */
export function formatDateTime(at: Date): string {
  return dateTime.format(at);
}
