import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BACKENDS } from './testing/backends.ts';
import { chromiumPath, launchBrowser } from './testing/browser.ts';
import { fill } from './testing/fill.ts';
import { startMonitor, TEST_CREDENTIALS, type TestMonitor } from './testing/start-monitor.ts';

const WINDOW = { width: 1280, height: 900 };

describe.skipIf(chromiumPath === undefined)('in a browser', () => {
  let monitor: TestMonitor;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let failedRunId: string;
  /** What the console and the network complained about. */
  let complaints: string[];

  beforeAll(async () => {
    monitor = await startMonitor(BACKENDS[0]!);
    ({ failedRunId } = await fill(monitor));
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    complaints = [];
    context = await browser.newContext({ viewport: WINDOW });
    page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText;
      // What a page that is being left has just asked for: the board asks every few seconds.
      if (reason !== 'net::ERR_ABORTED') complaints.push(`${request.url()} ${reason}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(monitor.url) && !request.url().startsWith('data:'))
        complaints.push(request.url());
    });
  });
  afterEach(async () => {
    await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await monitor?.close();
  });

  it('an operator logs in, sees the overview, the board and a delivery in it, and logs out', async () => {
    await page.goto(monitor.url);
    await fillLogin();
    await shoot('login');
    await page.getByRole('button', { name: 'Entrar' }).click();

    expect(complaints).toEqual([]);
    await page.getByRole('heading', { name: 'Resumen de operación' }).waitFor();
    await page.getByRole('row', { name: /^Mantenimiento 1 1 0 1 7 min$/ }).waitFor();
    await page.getByRole('cell', { name: failedRunId }).waitFor();
    await shoot('overview');
    const narrow = { width: 390, height: 800 };
    await page.setViewportSize(narrow);
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot('overview-narrow-dark');
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(narrow.width);
    await page.setViewportSize(WINDOW);
    await page.emulateMedia({ colorScheme: 'light' });

    await page.getByRole('link', { name: 'Tablero de colas' }).click();
    await page.getByText('Lectura de reportes').first().waitFor();
    await page.getByText('Análisis de declaraciones').first().waitFor();
    await shoot('board');
    await page.getByRole('link', { name: 'Mantenimiento' }).first().click();
    await page.getByText('system.ping').first().waitFor();
    await shoot('queue');

    await page.goto(monitor.url);
    await page.getByRole('button', { name: 'Salir' }).click();
    await page.getByLabel('Usuario').waitFor();
    await page.goto(`${monitor.url}/admin`);
    await page.getByLabel('Usuario').waitFor();
    expect(complaints).toEqual([]);
  });

  it('the overview renews itself, says when it cannot, and goes to the login once the session is over', async () => {
    await page.clock.install();
    await page.goto(monitor.url);
    await fillLogin();
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.getByRole('row', { name: /equipo-1/ }).waitFor();

    await monitor.db.deleteFrom('workers').execute();
    monitor.passTime(10_000);
    await page.clock.runFor(5_000);
    await page.getByText('Ningún trabajador está en marcha y hay ejecuciones en espera: 2.').waitFor();
    expect(complaints).toEqual([]);

    await context.setOffline(true);
    await page.clock.runFor(5_000);
    await page.getByText('Sin conexión con el monitor').waitFor();
    await context.setOffline(false);
    await page.clock.runFor(5_000);
    await page.getByText('Sin conexión con el monitor').waitFor({ state: 'hidden' });

    monitor.passTime(9 * 3600 * 1000);
    await page.clock.runFor(5_000);
    await page.getByLabel('Usuario').waitFor();
  });

  async function fillLogin(): Promise<void> {
    await page.getByLabel('Usuario').fill(TEST_CREDENTIALS.username);
    await page.getByLabel('Contraseña').fill(TEST_CREDENTIALS.password);
  }

  /** For people who work on the pages: SCREENSHOTS=/some/directory keeps what the test saw. */
  async function shoot(name: string): Promise<void> {
    const directory = process.env['SCREENSHOTS'];
    if (directory !== undefined) await page.screenshot({ path: `${directory}/${name}.png`, fullPage: true });
  }
});
