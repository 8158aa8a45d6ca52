import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { authenticateApiKey } from '@accountia/db';
import { createTestDatabase } from '@accountia/dev-services/testing';
import { describe, expect, test } from 'vitest';
import { operatedSystem } from './testing/operated-system.ts';
import { runCommand } from './testing/run-command.ts';

const system = operatedSystem();
const { accountia, accountiaJson } = system;

describe('keys', () => {
  test('open their organization until they are revoked', async () => {
    const created = await accountia(
      'keys',
      'create',
      '--organization',
      'Firma de Prueba',
      '--name',
      'integración',
    );
    expect(created.exitCode).toBe(0);
    expect(created.errors).toContain('New organization "Firma de Prueba"');
    const key = created.output.trim();
    const authenticated = await authenticateApiKey(system.database.db, key);
    expect(authenticated).toMatchObject({ name: 'integración' });

    const second = await accountiaJson<{ organizationId: string }>(
      'keys',
      'create',
      '--organization',
      'Firma de Prueba',
    );
    expect(second.organizationId).toBe(authenticated?.organizationId);

    const listed = await accountia('keys', 'list', '--organization', 'Firma de Prueba');
    expect(listed.output).toContain('integración');
    expect(listed.output).not.toContain(key);

    expect(await accountiaJson('keys', 'revoke', authenticated!.id)).toEqual({
      id: authenticated!.id,
      revoked: true,
    });
    expect(await authenticateApiKey(system.database.db, key)).toBeNull();
    expect(await accountiaJson('keys', 'revoke', key)).toEqual({ id: authenticated!.id, revoked: false });
  });

  test('that do not exist cannot be revoked, and are not repeated in the message', async () => {
    const key = `ack_0123456789ab_${'x'.repeat(43)}`;
    const { exitCode, errors } = await accountia('keys', 'revoke', key);
    expect(exitCode).toBe(1);
    expect(errors).toContain('There is no such API key');
    expect(errors).not.toContain('xxxx');
  });
});

describe('migrate', () => {
  test('brings an empty database up to date, once', async () => {
    await using empty = await createTestDatabase(system.services.databaseUrl);
    const run = () =>
      runCommand(['migrate', '--json'], { environment: { ...system.environment, DATABASE_URL: empty.url } });
    const first = JSON.parse((await run()).output) as { migrated: string[] };
    expect(first.migrated.length).toBeGreaterThan(0);
    expect(JSON.parse((await run()).output)).toEqual({ migrated: [] });
  });
});

describe('health', () => {
  test.for([
    ['ok', 200, 0],
    ['degraded', 503, 1],
  ] as const)('of an API that says %s', async ([status, httpStatus, exitCode]) => {
    const dependencies = [
      { name: 'postgres', ok: status === 'ok', latencyMs: 2, message: status === 'ok' ? null : 'no answer' },
    ];
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/health' ? httpStatus : 404, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify({ status, app: 'api', version: '0.1.0', dependencies }));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const result = await runCommand(['health'], { environment: { ACCOUNTIA_API_URL: url } });
    server.closeAllConnections();
    server.close();
    expect(result.exitCode).toBe(exitCode);
    expect(result.output).toContain(`api 0.1.0 at ${url}: ${status}`);
    expect(result.output).toMatch(/postgres +2 ms/);
  });

  test('of nobody is exit code 1', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    const silent = await runCommand(['health', '--url', `http://127.0.0.1:${port}`]);
    expect(silent.exitCode).toBe(1);
    expect(silent.errors).toContain('ECONNREFUSED');
    const unknown = await accountia('health');
    expect(unknown.exitCode).toBe(1);
    expect(unknown.errors).toContain('npm start');
  });
});

describe('services', () => {
  test('of a directory where none runs is exit code 3', async () => {
    const { exitCode, output } = await accountia('services');
    expect(exitCode).toBe(3);
    expect(output).toContain('No local services run');
  });

  test('that run here are found without any variable', async () => {
    const { exitCode, output } = await runCommand(['services', '--json'], {
      environment: { ACCOUNTIA_STATE_DIRECTORY: system.services.stateDirectory },
    });
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ running: true });
    const migrated = await runCommand(['migrate', '--json'], {
      environment: { ACCOUNTIA_STATE_DIRECTORY: system.services.stateDirectory },
    });
    expect({ exitCode: migrated.exitCode, errors: migrated.errors }).toEqual({ exitCode: 0, errors: '' });
  });
});
