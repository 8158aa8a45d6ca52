import type { QueueDepth } from '@accountia/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fill } from '../testing/fill.ts';
import { startMonitor, type TestMonitor } from '../testing/start-monitor.ts';
import { alertsOf } from './alerts.ts';
import { cached } from './cached.ts';
import type { Pulse } from './read-state.ts';

describe('the overview', () => {
  let monitor: TestMonitor;
  let cookie: string;
  beforeAll(async () => {
    monitor = await startMonitor('postgres');
    cookie = await monitor.login();
  });
  afterAll(async () => {
    await monitor.close();
  });

  /** The page's text, without its tags. */
  async function read(): Promise<string> {
    monitor.passTime(10_000);
    const response = await monitor.request('/', { headers: { cookie } });
    expect(response.status).toBe(200);
    const page = await response.text();
    const main = page.slice(page.indexOf('<main'), page.indexOf('</main>'));
    return main.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  }

  it('says of an empty system what is missing', async () => {
    const text = await read();
    expect(text).toContain('Ningún trabajador está en marcha.');
    expect(text).toContain('Lectura de reportes 0 0 0 0 —');
    expect(text).toContain('el programador (beat) aún no ha iniciado');
  });

  it('shows depths, the age of what waits, workers that live, failures with their code, and the next slots', async () => {
    const { failedRunId } = await fill(monitor);
    const text = await read();
    expect(text).toContain('Mantenimiento 1 1 0 1 7 min');
    expect(text).toContain('«Mantenimiento» tiene una ejecución que espera hace 7 min.');
    expect(text).toMatch(/worker pid 4321 equipo-1 0\.1\.0 3 de 4 por cola/);
    expect(text).not.toContain('equipo-2');
    expect(text).toMatch(new RegExp(`reports\\.daily-summary unexpected_task 1 de 4 ${failedRunId}`));
    expect(text).toContain('resumen-diario reports.daily-summary 0 6 * * * America/Bogota Por calcular');
    expect(text).toContain('resumen-apagado reports.daily-summary 0 6 * * * America/Bogota Desactivada');
  });
});

describe('what an operator is told first', () => {
  const worker = { id: 'one', app: 'worker' };
  function pulse(depth: Partial<QueueDepth>, workers: object[] = [worker]): Pulse {
    const queue = {
      queue: 'parse',
      queued: 0,
      dispatched: 0,
      running: 0,
      failedLastDay: 0,
      oldestDueMs: 0,
      ...depth,
    };
    const health = { status: 'ok', app: 'monitor', version: '0', dependencies: [] };
    return { readAt: new Date(), health, work: { queues: [queue], workers } } as unknown as Pulse;
  }

  it('is nothing when a worker lives and nothing waits for long', () => {
    expect(alertsOf(pulse({ queued: 900, oldestDueMs: 299_999 }))).toEqual([]);
  });

  it('is a run that is due for five minutes', () => {
    expect(alertsOf(pulse({ oldestDueMs: 300_000 }))).toEqual([
      '«Lectura de reportes» tiene una ejecución que espera hace 5 min.',
    ]);
  });

  it('is that nobody works while runs wait', () => {
    expect(alertsOf(pulse({ queued: 2, dispatched: 1 }, []))).toEqual([
      'Ningún trabajador está en marcha y hay ejecuciones en espera: 3.',
    ]);
  });
});

describe('a cached reading', () => {
  it('is shared by all who ask while it is under way or young', async () => {
    let now = 0;
    let reads = 0;
    const read = cached(async () => (reads += 1), { maxAgeMs: 1_000, now: () => now });
    expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1]);
    now = 999;
    expect(await read()).toBe(1);
    now = 1_000;
    expect(await read()).toBe(2);
  });

  it('is not kept when it failed', async () => {
    let reads = 0;
    const read = cached(
      async () => {
        reads += 1;
        if (reads === 1) throw new Error('away');
        return reads;
      },
      { maxAgeMs: 1_000, now: () => 0 },
    );
    await expect(Promise.all([read(), read()])).rejects.toThrow('away');
    expect(await read()).toBe(2);
  });
});
