import type { QueueDepth, RunRow, ScheduleRow, WorkerRow } from '@accountia/db';
import { html } from 'hono/html';
import type { History, Pulse } from '../overview/read-state.ts';
import { alertsOf } from '../overview/alerts.ts';
import { brand, type Frame, type Html, page } from './frame.ts';
import { dependencyLabel, formatDateTime, formatDuration, queueLabel } from './labels.ts';

export interface OverviewContent {
  readonly pulse: Pulse;
  /** Null when PostgreSQL could not tell. */
  readonly history: History | null;
}

export function overviewPage(frame: Frame, { pulse, history }: OverviewContent): Html {
  const alerts = alertsOf(pulse);
  return page(frame, {
    title: alerts.length === 0 ? 'Resumen' : `(${alerts.length}) Resumen`,
    live: true,
    header: header(frame),
    main: html`<main>
      <div class="headline">
        <h1>Resumen de operación</h1>
        <p class="muted">
          Leído el ${time(pulse.readAt)} · hora de Colombia
          <span class="connection-lost" role="status"
            >Sin conexión con el monitor: los datos no se actualizan.</span
          >
        </p>
      </div>
      ${
        alerts.length === 0
          ? html`<p class="notice notice-good">Todo responde y nada espera de más.</p>`
          : html`<ul class="notice notice-bad" aria-label="Atención">
              ${alerts.map((alert) => html`<li>${alert}</li>`)}
            </ul>`
      }
      ${dependencies(pulse)}
      ${pulse.work === null ? '' : html`${queues(pulse.work.queues)}${workers(pulse.work.workers, pulse.readAt)}`}
      ${history === null ? '' : html`${failures(history.failedRuns)}${schedules(history.schedules)}`}
    </main>`,
  });
}

function header(frame: Frame): Html {
  return html`<header>
    ${brand(frame)}
    <nav aria-label="Secciones">
      <a href="/" aria-current="page">Resumen</a>
      <a href="/admin">Tablero de colas</a>
      <a href="/metrics">Métricas</a>
    </nav>
    <form method="post" action="/logout"><button type="submit" class="quiet">Salir</button></form>
  </header>`;
}

function dependencies({ health }: Pulse): Html {
  return html`<ul class="tiles" aria-label="Dependencias">
    ${health.dependencies.map(
      ({ name, ok, latencyMs, message }) =>
        html`<li class="tile ${ok ? 'is-good' : 'is-bad'}">
          <span class="tile-name">${dependencyLabel(name)}</span>
          <strong>${ok ? 'Responde' : 'No responde'}</strong>
          <span class="muted">${ok ? `en ${Math.round(latencyMs)} ms` : message}</span>
        </li>`,
    )}
  </ul>`;
}

function queues(depths: readonly QueueDepth[]): Html {
  return section(
    'Colas',
    'Ejecuciones según PostgreSQL, que es quien decide.',
    [
      ['Cola', 'En espera', 'Entregadas', 'En curso', 'Fallidas (24 h)', 'La más antigua espera'],
      depths.map(
        (depth) =>
          html`<tr>
            <th scope="row"><a href="/admin/queue/${depth.queue}">${queueLabel(depth.queue)}</a></th>
            <td>${count(depth.queued)}</td>
            <td>${count(depth.dispatched)}</td>
            <td>${count(depth.running)}</td>
            <td class="${depth.failedLastDay > 0 ? 'bad' : ''}">${count(depth.failedLastDay)}</td>
            <td>${depth.oldestDueMs > 0 ? formatDuration(depth.oldestDueMs) : '—'}</td>
          </tr>`,
      ),
      'Ninguna cola.',
    ],
    'numbers',
  );
}

function workers(alive: readonly WorkerRow[], readAt: Date): Html {
  return section('Trabajadores', 'Procesos que dieron señal de vida en los últimos segundos.', [
    ['Proceso', 'Equipo', 'Versión', 'Ocupación', 'Activo desde hace', 'Última señal'],
    alive.map(
      (worker) =>
        html`<tr>
          <th scope="row">${worker.app} <span class="muted">pid ${worker.pid}</span></th>
          <td>${worker.host}</td>
          <td>${worker.version}</td>
          <td>${count(worker.active_runs)} de ${count(worker.concurrency)} por cola</td>
          <td>${formatDuration(readAt.getTime() - worker.started_at.getTime())}</td>
          <td>hace ${formatDuration(readAt.getTime() - worker.heartbeat_at.getTime())}</td>
        </tr>`,
    ),
    'Ningún trabajador está en marcha: las ejecuciones esperan.',
  ]);
}

function failures(runs: readonly RunRow[]): Html {
  const hint = html`Reintente con <code>npm run -s accountia -- runs retry ID</code> o por la API.`;
  return section('Últimas ejecuciones fallidas', hint, [
    ['Cuándo', 'Tarea', 'Error', 'Intentos', 'Ejecución'],
    runs.map(
      (run) =>
        html`<tr>
          <td>${run.finished_at === null ? '—' : time(run.finished_at)}</td>
          <th scope="row">${run.task}</th>
          <td><code class="bad">${run.error?.code ?? '—'}</code></td>
          <td>${run.attempt} de ${run.max_attempts}</td>
          <td>
            <a href="/admin/queue/${run.queue}/${run.id}-${run.delivery}"><code>${run.id}</code></a>
          </td>
        </tr>`,
    ),
    'Ninguna.',
  ]);
}

function schedules(rows: readonly ScheduleRow[]): Html {
  return section(
    'Tareas programadas',
    'Cada turno se inicia una sola vez, aunque haya varios programadores.',
    [
      ['Programación', 'Tarea', 'Patrón', 'Próximo turno'],
      rows.map(
        (schedule) =>
          html`<tr>
            <th scope="row">${schedule.id}</th>
            <td>${schedule.task}</td>
            <td><code>${schedule.pattern}</code> <span class="muted">${schedule.time_zone}</span></td>
            <td>${nextSlot(schedule)}</td>
          </tr>`,
      ),
      'Ninguna: el programador (beat) aún no ha iniciado.',
    ],
  );
}

function nextSlot(schedule: ScheduleRow): Html {
  if (!schedule.enabled) return html`<span class="muted">Desactivada</span>`;
  if (schedule.next_slot_at === null) return html`<span class="muted">Por calcular</span>`;
  return time(schedule.next_slot_at);
}

function section(
  title: string,
  hint: string | Html,
  [columns, rows, whenEmpty]: readonly [columns: readonly string[], rows: readonly Html[], whenEmpty: string],
  tableClass = '',
): Html {
  const empty = html`<tr>
    <td colspan="${columns.length}" class="empty">${whenEmpty}</td>
  </tr>`;
  return html`<section class="card">
    <h2>${title}</h2>
    <p class="muted">${hint}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table class="${tableClass}">
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.length === 0 ? empty : rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

function time(at: Date): Html {
  return html`<time datetime="${at.toISOString()}">${formatDateTime(at)}</time>`;
}

function count(value: number): string {
  return value.toLocaleString('es-CO');
}
