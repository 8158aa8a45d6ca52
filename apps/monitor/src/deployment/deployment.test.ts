import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMonitorEnvironment } from '../environment.ts';
import { interpolate, readComposeFile, readRootFile, rootPath } from '../testing/compose.ts';

const FILLED = {
  POSTGRES_PASSWORD: 'clave-postgres',
  REDIS_PASSWORD: 'clave-redis',
  MONITOR_USERNAME: 'operaciones',
  MONITOR_PASSWORD: 'una-clave-de-prueba',
};
const APPS = ['api', 'worker', 'beat', 'monitor'];
const compose = readComposeFile('docker-compose.yml', FILLED);

/** What .env.example says: each variable with its default, or '' when it has none. */
const example = new Map(
  [...readRootFile('.env.example').matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=(.*)$/gm)].map((match) => [
    match[1]!,
    match[2]!,
  ]),
);

/** What the programs read: each variable of a schema with its default, by the text of the sources. */
function variablesRead(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const shared = ['packages/service-kit/src/environment.ts', 'packages/rag/src/model/model-environment.ts'];
  const sources = globSync(['apps/*/src/environment.ts', ...shared], { cwd: rootPath('') });
  expect(sources.length).toBe(6);
  for (const source of sources) {
    const text = readFileSync(rootPath(source), 'utf8');
    for (const [, name] of text.matchAll(/\b([A-Z][A-Z0-9_]{3,}): (?:z\b|urlOf)/g)) {
      if (!found.has(name!)) found.set(name!, new Set());
    }
    const literals = /^ {2,}([A-Z][A-Z0-9_]+):(?:[^\n]|\n {4,}(?=\.))*\.default\((?:'([^']*)'|([\d_]+))\)/gm;
    for (const [, name, word, number] of text.matchAll(literals)) {
      found.get(name!)!.add(word ?? number!.replaceAll('_', ''));
    }
  }
  return found;
}

describe('.env.example', () => {
  it('documents every variable that an app reads, with the default it has', () => {
    const read = variablesRead();
    expect(read.size).toBeGreaterThan(25);
    for (const [name, defaults] of read) {
      expect([name, example.has(name)]).toEqual([name, true]);
      // One name may have another default in each app; then the text says so instead.
      const wanted = defaults.size === 1 ? [...defaults][0]! : '';
      expect([name, example.get(name)]).toEqual([
        name,
        name === 'GCS_BUCKET_NAME' ? 'accountia-local' : wanted,
      ]);
    }
  });

  it('documents every variable that the compose files take, and holds no secret', () => {
    for (const file of ['docker-compose.yml', 'deploy/docker-compose.google.yml']) {
      const taken = [...readRootFile(file).matchAll(/(?<!\$)\$\{(\w+)/g)].map((match) => match[1]!);
      expect(taken.filter((name) => !example.has(name))).toEqual([]);
    }
    const secrets = [...example].filter(([name]) => /PASSWORD|SECRET|TOKEN(?!S)|API_KEY/.test(name));
    expect(secrets.length).toBeGreaterThan(5);
    expect(secrets.filter(([, value]) => value !== '')).toEqual([]);
  });

  it('is enough to start with once what has no value is filled in', () => {
    const filled = { ...Object.fromEntries(example), ...FILLED };
    const { environment } = readComposeFile('docker-compose.yml', filled).services['monitor']!;
    expect(readMonitorEnvironment(environment)).toMatchObject({
      NODE_ENV: 'production',
      HOST: '0.0.0.0',
      PORT: 3001,
    });
  });
});

describe('docker-compose.yml', () => {
  it.each(Object.keys(FILLED))('does not start without %s, and says so', (name) => {
    expect(() => readComposeFile('docker-compose.yml', { ...FILLED, [name]: '' })).toThrow(
      `set ${name} in .env`,
    );
  });

  it('tells no app a variable that no program reads', () => {
    const read = variablesRead();
    for (const app of APPS) {
      const names = Object.keys(compose.services[app]!.environment);
      expect([app, names.filter((name) => !read.has(name))]).toEqual([app, []]);
    }
  });

  it('gives the apps the defaults of the programs, and the old names what they had', () => {
    const environment = compose.services['worker']!.environment;
    expect(environment).toMatchObject({
      REDIS_URL: 'redis://:clave-redis@redis:6379',
      DATABASE_URL: 'postgres://accountia:clave-postgres@postgres:5432/accountia',
      GCS_BUCKET_NAME: 'accountia-local',
      GOOGLE_CLOUD_PROJECT: 'accountia-local',
      GOOGLE_APPLICATION_CREDENTIALS: '/credentials/service-account.json',
    });
    for (const [name, defaults] of variablesRead()) {
      const value = environment[name];
      if (value === undefined || value === '' || defaults.size !== 1 || name === 'NODE_ENV') continue;
      expect([name, value]).toEqual([name, [...defaults][0]]);
    }
  });

  it('publishes the api and the monitor, on this machine only, and nothing else', () => {
    const published = Object.entries(compose.services).flatMap(([name, { ports }]) =>
      ports.map((port) => [name, port]),
    );
    expect(published).toEqual([
      ['api', '127.0.0.1:3000:3000'],
      ['monitor', '127.0.0.1:3001:3001'],
    ]);
    expect(compose.networks['data']?.internal).toBe(true);
    for (const name of ['redis', 'postgres', 'object-store']) {
      expect([name, compose.services[name]!.networks]).toEqual([name, ['data']]);
    }
  });

  it('checks, restarts, limits and stops every service in order', () => {
    for (const [name, service] of Object.entries(compose.services)) {
      const once = name === 'migrate';
      expect([name, service.restart]).toEqual([name, once ? 'no' : 'unless-stopped']);
      expect([name, service.healthcheck?.test !== undefined]).toEqual([name, !once]);
      expect([name, service.stop_grace_period]).toEqual([name, expect.stringMatching(/^\d+s$/)]);
      expect([name, service.deploy?.resources.limits.memory]).toEqual([
        name,
        expect.stringMatching(/^\d+[mg]$/),
      ]);
    }
    for (const app of APPS) {
      expect(compose.services[app]!.depends_on['migrate']).toEqual({
        condition: 'service_completed_successfully',
      });
    }
  });

  it('keeps what Redis holds, evicts nothing, and shows its password to nobody', () => {
    const redis = compose.services['redis']!;
    expect(redis.container_name).toBe('accountia_redis');
    const command = (redis.command as string[]).join(' ');
    expect(command).toContain('--appendonly yes');
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(command).toContain('requirepass $REDIS_PASSWORD');
    expect(command).not.toContain(FILLED.REDIS_PASSWORD);
  });

  it('lets only the store of keys write credentials', () => {
    for (const [name, { volumes }] of Object.entries(compose.services)) {
      const mounted = volumes.filter(
        (volume) => typeof volume === 'string' && volume.startsWith('credentials:'),
      );
      const writable = mounted.filter((volume) => typeof volume === 'string' && !volume.endsWith(':ro'));
      expect([name, writable.length]).toEqual([name, name === 'object-store' ? 1 : 0]);
    }
    const google = {
      ...FILLED,
      GCS_BUCKET_NAME: 'un-balde',
      GOOGLE_CLOUD_PROJECT: 'p',
      GOOGLE_APPLICATION_CREDENTIALS: '/k',
    };
    const { services } = readComposeFile('deploy/docker-compose.google.yml', google);
    for (const name of ['api', 'worker']) {
      expect(services[name]!.volumes).toMatchObject([{ source: '/k', read_only: true }]);
      expect(services[name]!.environment['GOOGLE_APPLICATION_CREDENTIALS']).toBe(
        '/google/service-account.json',
      );
    }
  });

  it('runs programs that exist', () => {
    const programs = Object.values(compose.services)
      .flatMap(({ command, healthcheck }) => [
        ...(Array.isArray(command) ? command : []),
        ...(healthcheck?.test ?? []),
      ])
      .filter((word) => /^(apps|packages)\/.*\.ts$/.test(word));
    expect(programs.length).toBeGreaterThan(8);
    expect(programs.filter((program) => !existsSync(rootPath(program)))).toEqual([]);
  });
});

describe('the image', () => {
  const dockerfile = readRootFile('deploy/Dockerfile');

  it('is made with the pinned pnpm and the major version of Node.js that the tests run on', () => {
    const { packageManager } = JSON.parse(readRootFile('package.json')) as { packageManager: string };
    expect(dockerfile).toContain(`npm install --global ${packageManager}\n`);
    expect(dockerfile).toContain(`FROM node:${process.versions.node.split('.')[0]}-slim`);
  });

  it('holds the compiled form of programs that are there', () => {
    const [, list] = /^RUN for program in ([^;]+);/m.exec(dockerfile)!;
    const programs = list!.match(/[\w-]+(?:\/[\w-]+)+/g)!;
    expect(programs.length).toBeGreaterThan(4);
    expect(programs.filter((program) => !existsSync(rootPath(`apps/${program}.ts`)))).toEqual([]);
  });

  it('runs as nobody special and never contains secrets', () => {
    expect(dockerfile.match(/^USER .*$/gm)?.at(-1)).toBe('USER node');
    const ignored = readRootFile('.dockerignore').split('\n');
    expect(ignored).toEqual(
      expect.arrayContaining(['**/.env', '**/.env.*', '**/.data', '**/node_modules', '.git']),
    );
  });
});

describe('variables in compose files', () => {
  it.each([
    ['${A}/${B}', 'a/'],
    ['${A:-x}${B:-x}${E:-x}${E-x}', 'axx'],
    ['${B:-${A}-${C:-c}}', 'a-c'],
    ['${A:+y}${E:+y}${E+y}', 'yy'],
    ['$$A $${A}', '$A ${A}'],
  ])('%s', (text, expected) => {
    expect(interpolate(text, { A: 'a', E: '' })).toBe(expected);
  });
});
