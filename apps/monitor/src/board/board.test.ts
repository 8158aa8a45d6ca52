import { QUEUES } from '@accountia/task-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fill } from '../testing/fill.ts';
import { BACKENDS } from '../testing/backends.ts';
import { startMonitor, type TestMonitor } from '../testing/start-monitor.ts';

describe.each(BACKENDS)('the board over %s', (backend) => {
  let monitor: TestMonitor;
  let cookie: string;
  let deliveredRunId: string;
  beforeAll(async () => {
    monitor = await startMonitor(backend);
    ({ deliveredRunId } = await fill(monitor));
    cookie = await monitor.login();
  });
  afterAll(async () => {
    await monitor.close();
  });

  async function get(path: string): Promise<unknown> {
    const response = await monitor.request(`/admin/api${path}`, { headers: { cookie } });
    expect([path, response.status]).toEqual([path, 200]);
    return await response.json();
  }

  it('lists every queue, read-only, with what was delivered', async () => {
    const { queues } = (await get('/queues?activeQueue=maintenance&page=1&jobsPerPage=10')) as {
      queues: {
        name: string;
        readOnlyMode: boolean;
        allowRetries: boolean;
        counts: Record<string, number>;
        jobs: unknown[];
      }[];
    };
    expect(queues.map((queue) => queue.name).toSorted()).toEqual(QUEUES.toSorted());
    expect(queues.every((queue) => queue.readOnlyMode && !queue.allowRetries)).toBe(true);
    const maintenance = queues.find((queue) => queue.name === 'maintenance')!;
    expect(Object.values(maintenance.counts).reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(maintenance.jobs).toMatchObject([{ id: `${deliveredRunId}-1`, name: 'system.ping' }]);
  });

  it('shows a delivery with nothing but ids in it', async () => {
    const { job } = (await get(`/queues/maintenance/${deliveredRunId}-1`)) as { job: { data: object } };
    expect(Object.keys(job.data).toSorted()).toEqual(['delivery', 'organizationId', 'runId']);
  });

  it('says which server it looks at', async () => {
    expect(await get('/redis/stats')).toMatchObject({ backend: backend === 'redis' ? 'redis' : 'postgres' });
  });

  it('changes nothing, whatever it is asked', async () => {
    const unsafe = monitor.app.routes
      .filter(({ path, method }) => path.startsWith('/admin/api/') && !['GET', 'ALL'].includes(method))
      .map(({ path, method }) => ({
        method,
        path: path
          .replace(':queueName', 'maintenance')
          .replace(':jobId', `${deliveredRunId}-1`)
          .replace(/:\w+/g, 'waiting'),
      }));
    expect(unsafe.length).toBeGreaterThan(15);
    for (const { method, path } of unsafe) {
      const headers = { cookie, origin: monitor.url, 'content-type': 'application/json' };
      const response = await monitor.request(path, { method, headers, body: '{}' });
      expect([method, path, response.status]).toEqual([method, path, 405]);
    }
    await expect(get(`/queues/maintenance/${deliveredRunId}-1`)).resolves.toMatchObject({
      job: { name: 'system.ping' },
    });
  });

  it('is a page in Spanish that loads everything from here', async () => {
    const response = await monitor.request('/admin', { headers: { cookie } });
    const page = await response.text();
    expect(page).toContain('<html lang="es"');
    expect(page).toContain('Accountia · Colas');
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    const files = [...page.matchAll(/(?:src|href)="(static\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]!);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const asset = await monitor.request(`/admin/${file}`, { headers: { cookie } });
      expect([file, asset.status, asset.headers.get('cache-control')]).toEqual([
        file,
        200,
        'private, max-age=3600',
      ]);
    }
  });
});
