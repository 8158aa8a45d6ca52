import { describe, expect, it } from 'vitest';
import { readMonitorEnvironment } from './environment.ts';

const COMPLETE = {
  DATABASE_URL: 'postgres://localhost/accountia',
  REDIS_URL: 'redis://localhost',
  MONITOR_USERNAME: 'operaciones',
  MONITOR_PASSWORD: 'una-clave-de-prueba',
};

describe('the monitor’s environment', () => {
  it('is enough with a database, a queue and credentials', () => {
    expect(readMonitorEnvironment(COMPLETE)).toMatchObject({
      PORT: 3001,
      HOST: '127.0.0.1',
      MONITOR_PROXY_HOPS: 0,
    });
  });

  it.each(['MONITOR_USERNAME', 'MONITOR_PASSWORD', 'DATABASE_URL', 'REDIS_URL'])(
    'is refused without %s',
    (name) => {
      expect(() => readMonitorEnvironment({ ...COMPLETE, [name]: '' })).toThrow(
        new RegExp(`${name}: is missing`),
      );
    },
  );

  it.each([
    ['MONITOR_PASSWORD', 'corta-clave'],
    ['MONITOR_SESSION_SECRET', 'x'.repeat(31)],
    ['METRICS_TOKEN', 'x'.repeat(15)],
  ])('is refused when %s is too short', (name, value) => {
    expect(() => readMonitorEnvironment({ ...COMPLETE, [name]: value })).toThrow(
      new RegExp(`${name}: expected at least \\d+ characters`),
    );
  });
});
