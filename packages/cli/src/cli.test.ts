import { describe, expect, test } from 'vitest';
import { commandNames, commands } from './commands/index.ts';
import { helpOf } from './help.ts';
import { callCommand, runCommand } from './testing/run-command.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

const ESCAPE = '\u001B';

describe('help', () => {
  test('names every command with what it does', async () => {
    const { exitCode, output } = await runCommand(['--help']);
    expect(exitCode).toBe(0);
    for (const name of commandNames) expect(output).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });

  test('is what no command at all gives, as a mistake', async () => {
    const { exitCode, output } = await runCommand([]);
    expect(exitCode).toBe(2);
    expect(output).toContain('Usage:');
  });

  test.for(['parse', 'clean', 'runs list'])(
    'of %s shows its usage and options without doing anything',
    async (name) => {
      const { exitCode, output, errors } = await callCommand([...name.split(' '), '--help']);
      expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
      expect(output).toContain(`Usage: npm run -s accountia -- ${name}`);
      expect(output).toContain('--help');
    },
  );

  test.for(commandNames)('of %s explains each of its options', async (name) => {
    const { help } = await commands[name].load();
    const text = helpOf(name, help);
    expect(help.description.length).toBeGreaterThan(10);
    for (const [option, { description }] of Object.entries(help.options)) {
      expect(text).toContain(`--${option}`);
      expect(text).toContain(description);
    }
  });

  test('of a family lists its members', async () => {
    const { exitCode, output } = await runCommand(['runs']);
    expect(exitCode).toBe(2);
    for (const name of ['runs list', 'runs show', 'runs retry', 'runs cancel'])
      expect(output).toContain(name);
    expect((await runCommand(['runs', '--help'])).exitCode).toBe(0);
  });

  test('can also be asked for as a command', async () => {
    expect((await runCommand(['help', 'parse'])).output).toBe((await runCommand(['parse', '--help'])).output);
  });
});

describe('a wrong command line', () => {
  test.for([
    [['parce', 'x.xlsx'], 'Did you mean "parse"?'],
    [['stauts'], 'Did you mean "status"?'],
    [['runs', 'lst'], 'Did you mean "runs list"?'],
    [['redis', 'moniter'], 'Did you mean "redis monitor"?'],
    [['xylophone'], 'There is no command "xylophone".\n'],
    [['parse'], '<file>'],
    [['parse', 'a', 'b'], 'Too many words: b'],
    [['parse', '--jsn', 'a'], "Unknown option '--jsn'"],
    [['logs', '--lines', '0'], '--lines must be a whole number'],
    [['runs', 'list', '--state', 'done'], '--state must be one of'],
    [['keys', 'create'], '--organization is missing'],
  ] as const)('%j is exit code 2 with a hint on standard error', async ([args, hint]) => {
    const { exitCode, output, errors } = await callCommand(args);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
    expect(errors).toContain(hint);
  });
});

describe('without services', () => {
  test.for(['status', 'test', 'migrate', 'runs list', 'keys list', 'redis cli'])(
    '%s says how to start them',
    async (name) => {
      using directory = temporaryDirectory();
      const environment = { ACCOUNTIA_STATE_DIRECTORY: directory.path };
      const { exitCode, errors } = await callCommand(name.split(' '), { environment });
      expect(exitCode).toBe(1);
      expect(errors).toContain('not set, and no local services run');
      expect(errors).toContain('npm start');
    },
  );

  test('a program that asked for JSON gets the reason as JSON', async () => {
    using directory = temporaryDirectory();
    const environment = { ACCOUNTIA_STATE_DIRECTORY: directory.path };
    const { exitCode, output, errors } = await runCommand(['status', '--json'], { environment });
    expect({ exitCode, errors }).toEqual({ exitCode: 1, errors: '' });
    expect(JSON.parse(output)).toMatchObject({
      error: { code: 'services_not_running', details: { missing: ['DATABASE_URL', 'REDIS_URL'] } },
    });
  });

  test('a wrong address is told by the name of its variable', async () => {
    const environment = { DATABASE_URL: 'mysql://localhost/accountia' };
    const { exitCode, errors } = await callCommand(['migrate'], { environment });
    expect(exitCode).toBe(1);
    expect(errors).toContain('DATABASE_URL: expected a URL that begins with postgres://');
  });

  test('a database that does not answer is an error, not a stack of calls', async () => {
    const environment = { DATABASE_URL: 'postgres://nobody:secret-word@127.0.0.1:1/none' };
    const { exitCode, output } = await runCommand(['runs', 'list', '--json'], { environment });
    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ error: { code: 'ECONNREFUSED' } });
    expect(output).not.toContain('secret-word');
  });
});

describe('colours', () => {
  test('are for terminals', async () => {
    expect((await runCommand(['--help'])).output).not.toContain(ESCAPE);
  });

  test('come when they are asked for, and not with NO_COLOR', async () => {
    const forced = await runCommand(['--help'], { environment: { FORCE_COLOR: '1' } });
    expect(forced.output).toContain(ESCAPE);
    const refused = await runCommand(['--help'], { environment: { NO_COLOR: '1' } });
    expect(refused.output).not.toContain(ESCAPE);
  });
});
