import type { NotificationRow } from '@accountia/db';
import type { Notification } from '@accountia/task-contracts/api';

const longDate = new Intl.DateTimeFormat('es-CO', { dateStyle: 'long', timeZone: 'UTC' });

export function presentNotification(row: NotificationRow): Notification {
  return {
    id: row.id,
    kind: row.kind,
    declarationId: row.declaration_id,
    taxableYear: row.taxable_year,
    dueDate: row.due_date,
    daysLeft: row.days_left,
    provisional: row.provisional,
    ...describeFilingDue(row),
    createdAt: row.created_at.toISOString(),
  };
}

/** The sentence is made here, of what was stored: the taxpayer's name is that of today. */
function describeFilingDue(row: NotificationRow): Pick<Notification, 'title' | 'body'> {
  const date = longDate.format(new Date(`${row.due_date}T00:00:00Z`));
  const confirm = row.provisional ? ' La fecha es provisional: confírmela en el calendario de la DIAN.' : '';
  return {
    title: `La declaración de renta ${whenDue(row.days_left)}`,
    body:
      `La declaración de renta de ${row.taxpayer_name} por el año gravable ${row.taxable_year}, si está obligado a ` +
      `presentarla, vence el ${date}: hasta ese día se presenta y se paga sin sanción.${confirm}`,
  };
}

function whenDue(daysLeft: number): string {
  if (daysLeft === 0) return 'vence hoy';
  return daysLeft === 1 ? 'vence mañana' : `vence en ${daysLeft} días`;
}
