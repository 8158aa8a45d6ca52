import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cookieOf,
  loginForm,
  startMonitor,
  TEST_CREDENTIALS,
  TEST_METRICS_TOKEN,
  type TestMonitor,
} from '../testing/start-monitor.ts';
import { SESSION_LIFETIME_MS } from './sessions.ts';

const WRONG = { ...TEST_CREDENTIALS, password: 'otra-clave-cualquiera' };

let monitor: TestMonitor;
beforeAll(async () => {
  monitor = await startMonitor('postgres');
});
afterAll(async () => {
  await monitor.close();
});

/** Every method and path that the app answers, with something in place of its parameters. */
function routes(): { method: string; path: string }[] {
  const known = monitor.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({ method, path: path.replace(/:\w+/g, 'x').replace('*', 'main.js') }));
  return [...new Map(known.map((route) => [`${route.method} ${route.path}`, route])).values()];
}

describe('without a session', () => {
  it('refuses every route there is but the two public ones, whatever the method', async () => {
    const walked = routes().filter(({ path }) => path !== '/livez' && path !== '/login');
    expect(walked.length).toBeGreaterThan(35);
    const { origin } = new URL(monitor.url);
    for (const { method, path } of walked) {
      const response = await monitor.request(path, { method, headers: { origin } });
      expect([method, path, response.status]).toEqual([method, path, 401]);
      await expect(response.json()).resolves.toMatchObject({ code: 'login_required' });
    }
  });

  it('refuses the files of the board, what does not exist, and other spellings of public paths', async () => {
    const page = await (
      await monitor.request('/admin', { headers: { cookie: await monitor.login() } })
    ).text();
    const file = /src="(static\/js\/main[^"]+)"/.exec(page)?.[1];
    expect(file).toBeDefined();
    const spellings = [
      '/livez/',
      '/livez/x',
      '/LIVEZ',
      '//livez',
      '/login/',
      '/login/../admin',
      '/livez/..%2fadmin',
    ];
    for (const path of [`/admin/${file}`, '/nothing', ...spellings]) {
      const response = await monitor.request(path);
      expect([path, response.status]).toEqual([path, 401]);
    }
  });

  it('sends a browser to the login page, which remembers where it was going', async () => {
    const response = await monitor.request('/admin/queue/parse?status=failed', {
      headers: { accept: 'text/html' },
    });
    expect(response.status).toBe(303);
    const location = response.headers.get('location')!;
    expect(location).toBe('/login?next=%2Fadmin%2Fqueue%2Fparse%3Fstatus%3Dfailed');
    const page = await (await monitor.request(location)).text();
    expect(page).toContain('name="next" value="/admin/queue/parse?status=failed"');
  });

  it('says that it lives to anybody', async () => {
    const response = await monitor.request('/livez');
    expect([response.status, await response.text()]).toEqual([200, 'ok']);
  });
});

describe('the login', () => {
  it('opens a session whose cookie scripts cannot read and other sites cannot use', async () => {
    const response = await monitor.request(
      '/login',
      loginForm(monitor.url, { ...TEST_CREDENTIALS, next: '/admin' }),
    );
    expect([response.status, response.headers.get('location')]).toEqual([303, '/admin']);
    const header = response.headers.getSetCookie()[0]!;
    expect(header).toMatch(/; HttpOnly/);
    expect(header).toMatch(/; SameSite=Strict/);
    expect(header).not.toMatch(/; Secure/);
    const overview = await monitor.request('/', { headers: { cookie: cookieOf(response) } });
    expect(overview.status).toBe(200);
  });

  it('marks the cookie as secure in production and behind a proxy that says https', async () => {
    for (const options of [{ production: true }, { proxyHops: 1 }]) {
      const other = await startMonitor('postgres', options);
      const form = loginForm(other.url, TEST_CREDENTIALS);
      const headers = { ...(form.headers as Record<string, string>), 'x-forwarded-proto': 'https' };
      const response = await other.request('/login', { ...form, headers });
      expect(response.headers.getSetCookie()[0]).toMatch(/; Secure/);
      await other.close();
    }
  });

  it('refuses a wrong name or password without saying which was wrong', async () => {
    const wrongPassword = await monitor.request('/login', loginForm(monitor.url, WRONG));
    const wrongName = await monitor.request(
      '/login',
      loginForm(monitor.url, { ...TEST_CREDENTIALS, username: 'otro' }),
    );
    const nothing = await monitor.request('/login', loginForm(monitor.url, {}));
    for (const response of [wrongPassword, wrongName, nothing]) {
      expect(response.status).toBe(401);
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(await response.text()).toContain('El usuario o la contraseña no son correctos.');
    }
    await monitor.login();
  });

  it.each([
    'https://example.com/',
    '//example.com',
    '/\\example.com',
    '/%2f..//example.com/..//x',
    'javascript:alert(1)',
    '/login',
  ])('never leads to %s', async (next) => {
    const response = await monitor.request('/login', loginForm(monitor.url, { ...TEST_CREDENTIALS, next }));
    const target = new URL(response.headers.get('location')!, monitor.url);
    expect([target.origin, target.pathname === '/login']).toEqual([monitor.url, false]);
  });

  it('shows what it was given back as text, never as markup', async () => {
    const page = await (
      await monitor.request('/login?next=%2F%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E')
    ).text();
    expect(page).not.toContain('<script>alert');
  });

  it('takes no forms that are larger than a login', async () => {
    const form = loginForm(monitor.url, { ...TEST_CREDENTIALS, next: `/${'x'.repeat(9_000)}` });
    expect((await monitor.request('/login', form)).status).toBe(413);
  });

  it('stops an address after five wrong attempts, right ones included, until the window has passed', async () => {
    const other = await startMonitor('postgres');
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect((await other.request('/login', loginForm(other.url, WRONG))).status).toBe(401);
    }
    const stopped = await other.request('/login', loginForm(other.url, TEST_CREDENTIALS));
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(890);
    expect(await stopped.text()).toContain('Vuelva a intentarlo en 15 minutos');
    other.passTime(15 * 60_000);
    await other.login();
    await other.close();
  });

  it('counts attempts that arrive at the same time', async () => {
    const other = await startMonitor('postgres');
    const attempts = Array.from({ length: 12 }, () => other.request('/login', loginForm(other.url, WRONG)));
    const statuses = (await Promise.all(attempts)).map((response) => response.status).sort();
    expect(statuses).toEqual([...Array(5).fill(401), ...Array(7).fill(429)]);
    await other.close();
  });

  it('believes X-Forwarded-For only as far as its own proxies wrote it', async () => {
    const other = await startMonitor('postgres', { proxyHops: 1 });
    const attempt = (forwarded: string) => {
      const form = loginForm(other.url, WRONG);
      return other.request('/login', { ...form, headers: { ...form.headers, 'x-forwarded-for': forwarded } });
    };
    for (let number = 1; number <= 5; number += 1) await attempt(`198.51.100.${number}, 203.0.113.7`);
    expect((await attempt('198.51.100.99, 203.0.113.7')).status).toBe(429);
    expect((await attempt('198.51.100.99, 203.0.113.8')).status).toBe(401);
    await other.close();
  });
});

describe('a session', () => {
  async function status(cookie: string): Promise<number> {
    return (await monitor.request('/readyz', { headers: { cookie } })).status;
  }

  it('is refused when a single character of its token was changed', async () => {
    const cookie = await monitor.login();
    expect(await status(cookie)).toBe(200);
    const [name, token] = cookie.split('=') as [string, string];
    for (const position of [0, token.indexOf('.') + 1, token.lastIndexOf('.') + 1]) {
      const changed = token[position] === '1' ? '2' : '1';
      const tampered = token.slice(0, position) + changed + token.slice(position + 1);
      expect(await status(`${name}=${tampered}`)).toBe(401);
    }
    const unsigned = token.slice(0, token.lastIndexOf('.'));
    for (const other of [unsigned, `${unsigned}.`, `${token}.x`, '..', '']) {
      expect(await status(`${name}=${other}`)).toBe(401);
    }
  });

  it('ends after eight hours', async () => {
    const other = await startMonitor('postgres');
    const cookie = await other.login();
    const read = async () => (await other.request('/', { headers: { cookie } })).status;
    other.passTime(SESSION_LIFETIME_MS - 60_000);
    expect(await read()).toBe(200);
    other.passTime(60_001);
    expect(await read()).toBe(401);
    await other.close();
  });

  it('ends with the logout, even for somebody who kept the cookie', async () => {
    const cookie = await monitor.login();
    const response = await monitor.request('/logout', {
      method: 'POST',
      headers: { cookie, origin: monitor.url },
    });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/login']);
    expect(response.headers.getSetCookie()[0]).toMatch(/Max-Age=0/);
    expect(await status(cookie)).toBe(401);
  });

  it('outlives a restart when the secret does, but not a change of the password', async () => {
    const sessionSecret = 'un-secreto-de-prueba-que-es-bastante-largo';
    const first = await startMonitor('postgres', { sessionSecret });
    const cookie = await first.login();
    const again = await startMonitor('postgres', { sessionSecret });
    const changed = await startMonitor('postgres', {
      sessionSecret,
      credentials: { ...TEST_CREDENTIALS, password: 'la-clave-que-sigue' },
    });
    expect((await again.request('/', { headers: { cookie } })).status).toBe(200);
    expect((await changed.request('/', { headers: { cookie } })).status).toBe(401);
    for (const each of [first, again, changed]) await each.close();
  });
});

describe('a request that may change something', () => {
  /** Without fetch, which sets headers of its own. */
  function post(path: string, headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(`${monitor.url}${path}`, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode!);
      });
      request.on('error', reject);
      request.end();
    });
  }

  it.each([
    ['another site says Origin', { origin: 'https://example.com' }],
    ['the browser says cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['the browser says same-site', { 'sec-fetch-site': 'same-site' }],
    ['the browser says cross-site, whatever Origin says', { 'sec-fetch-site': 'cross-site', origin: 'same' }],
    ['the origin is hidden', { origin: 'null' }],
    ['nobody says where it comes from', {}],
  ])('is refused when %s', async (_case, headers: Record<string, string>) => {
    const cookie = await monitor.login();
    const sent = { ...headers, ...(headers['origin'] === 'same' ? { origin: monitor.url } : {}), cookie };
    expect(await post('/logout', sent)).toBe(403);
    expect(await post('/login', sent)).toBe(403);
    expect((await monitor.request('/', { headers: { cookie } })).status).toBe(200);
  });

  it('passes when it comes from our own page', async () => {
    expect(await post('/logout', { 'sec-fetch-site': 'same-origin', cookie: await monitor.login() })).toBe(
      303,
    );
  });
});

describe('the token for metrics', () => {
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

  it('opens the metrics and the readiness, and nothing else', async () => {
    const statuses = [];
    for (const path of ['/metrics', '/readyz', '/', '/admin', '/admin/api/queues', '/metrics/']) {
      statuses.push((await monitor.request(path, bearer(TEST_METRICS_TOKEN))).status);
    }
    expect(statuses).toEqual([200, 200, 401, 401, 401, 401]);
  });

  it('is refused when it is wrong, and opens nothing where none is set', async () => {
    expect((await monitor.request('/metrics', bearer('otro-token-de-metricas'))).status).toBe(401);
    const without = await startMonitor('postgres', { metricsToken: undefined });
    for (const token of ['', 'undefined', TEST_METRICS_TOKEN]) {
      expect((await without.request('/metrics', bearer(token))).status).toBe(401);
    }
    await without.close();
  });
});

describe('every answer', () => {
  it('forbids foreign scripts, framing and caching', async () => {
    const cookie = await monitor.login();
    for (const path of ['/login', '/', '/admin', '/metrics', '/nothing']) {
      const response = await monitor.request(path, { headers: { cookie } });
      const policy = response.headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});
