import { recordModelUse, SYSTEM_ORGANIZATION_ID } from '@accountia/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BACKENDS } from '../testing/backends.ts';
import { fill } from '../testing/fill.ts';
import { startMonitor, TEST_METRICS_TOKEN, type TestMonitor } from '../testing/start-monitor.ts';

async function scrape(monitor: TestMonitor): Promise<string[]> {
  const response = await monitor.request('/metrics', {
    headers: { authorization: `Bearer ${TEST_METRICS_TOKEN}` },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return (await response.text()).split('\n');
}

function valueOf(lines: readonly string[], series: string): number | undefined {
  const line = lines.find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

describe.each(BACKENDS)('the metrics, with deliveries over %s', (backend) => {
  let monitor: TestMonitor;
  beforeAll(async () => {
    monitor = await startMonitor(backend);
  });
  afterAll(async () => {
    await monitor.close();
  });

  it('count runs by queue and state, live workers, and what answers', async () => {
    const before = await scrape(monitor);
    expect(valueOf(before, 'accountia_runs{queue="parse",state="queued"}')).toBe(0);
    expect(valueOf(before, 'accountia_workers{app="worker"}')).toBe(0);

    await fill(monitor);
    monitor.passTime(10_000);
    const lines = await scrape(monitor);
    const expected = {
      'accountia_runs{queue="maintenance",state="queued"}': 1,
      'accountia_runs{queue="maintenance",state="dispatched"}': 1,
      'accountia_runs{queue="maintenance",state="running"}': 0,
      'accountia_runs{queue="analyze",state="queued"}': 0,
      'accountia_runs_failed_last_day{queue="maintenance"}': 1,
      'accountia_workers{app="worker"}': 1,
      'accountia_worker_slots{app="worker"}': 4,
      'accountia_worker_active_runs{app="worker"}': 3,
      'accountia_dependency_up{dependency="postgres"}': 1,
      'accountia_dependency_up{dependency="queue"}': 1,
    };
    expect(
      Object.fromEntries(Object.keys(expected).map((series) => [series, valueOf(lines, series)])),
    ).toEqual(expected);
    const oldest = valueOf(lines, 'accountia_queue_oldest_due_seconds{queue="maintenance"}')!;
    expect(oldest).toBeGreaterThanOrEqual(420);
    expect(oldest).toBeLessThan(540);
    expect(valueOf(lines, 'process_start_time_seconds')).toBeGreaterThan(0);
  });

  it('sum up what all organizations use of each model', async () => {
    const use = {
      purpose: 'question',
      provider: 'openai',
      modelId: 'un-modelo',
      inputTokens: 120,
      outputTokens: 30,
    } as const;
    for (const costMicros of [2_500_000n, 500_000n])
      await recordModelUse(monitor.db, SYSTEM_ORGANIZATION_ID, { ...use, costMicros }, null);
    monitor.passTime(10_000);
    const labels = 'provider="openai",model="un-modelo",purpose="question"';
    for (let turn = 0; turn < 2; turn += 1) {
      const lines = await scrape(monitor);
      expect(valueOf(lines, `accountia_model_calls_total{${labels}}`)).toBe(2);
      expect(valueOf(lines, `accountia_model_tokens_total{${labels},direction="input"}`)).toBe(240);
      expect(valueOf(lines, `accountia_model_tokens_total{${labels},direction="output"}`)).toBe(60);
      expect(valueOf(lines, `accountia_model_cost_dollars_total{${labels}}`)).toBe(3);
      monitor.passTime(10_000);
    }
  });

  it('stay the same within the age that a reading may have, and then tell the news', async () => {
    const series = 'accountia_workers{app="worker"}';
    expect(valueOf(await scrape(monitor), series)).toBe(1);
    await monitor.db.deleteFrom('workers').execute();
    expect(valueOf(await scrape(monitor), series)).toBe(1);
    monitor.passTime(10_000);
    expect(valueOf(await scrape(monitor), series)).toBe(0);
  });
});

describe('when PostgreSQL does not answer', () => {
  it('the metrics say so and give no numbers of old, and the pages still open', async () => {
    const monitor = await startMonitor(BACKENDS[0]!);
    await fill(monitor);
    expect(valueOf(await scrape(monitor), 'accountia_runs{queue="maintenance",state="queued"}')).toBe(1);
    const cookie = await monitor.login();

    await monitor.db.destroy();
    monitor.passTime(10_000);
    const lines = await scrape(monitor);
    expect(valueOf(lines, 'accountia_dependency_up{dependency="postgres"}')).toBe(0);
    expect(lines.filter((line) => /^accountia_(runs|workers|queue|model_\w+\{)/.test(line))).toEqual([]);

    const ready = await monitor.request('/readyz', { headers: { cookie } });
    expect(ready.status).toBe(503);
    const overview = await monitor.request('/', { headers: { cookie } });
    expect(overview.status).toBe(200);
    expect(await overview.text()).toContain('PostgreSQL no responde');
    await monitor.close();
  });
});
