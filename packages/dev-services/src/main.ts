/** `node src/main.ts up|down|status|clean`: the services from a terminal, for the scripts of this repository. */
import { DevServicesError, messageOf } from './errors.ts';
import { clean, down, status, up } from './index.ts';
import type { StackStatus } from './index.ts';

const USAGE = 'usage: main.ts up|down|status|clean';

async function run(command: string | undefined): Promise<number> {
  const onLog = (line: string) => console.log(line);
  switch (command) {
    case 'up': {
      const services = await up({ onLog });
      for (const note of services.notes) console.log(note);
      for (const [name, value] of Object.entries(services.environment)) console.log(`${name}=${value}`);
      return 0;
    }
    case 'down':
      await down({ onLog });
      console.log('Nothing is running.');
      return 0;
    case 'clean':
      await clean({ onLog });
      console.log('Nothing is running, and the local data is gone.');
      return 0;
    case 'status':
      return printStatus(status());
    default:
      console.error(USAGE);
      return 2;
  }
}

/** Exits with 3 when nothing runs, as service managers do, so that scripts can ask. */
function printStatus(stack: StackStatus): number {
  if (!stack.running) {
    console.log(`Nothing is running (${stack.stateDirectory}).`);
    return 3;
  }
  console.log(`Running (${stack.stateDirectory}), supervisor ${stack.supervisorPid}`);
  for (const [name, service] of Object.entries(stack.services)) {
    const where = service.port === null ? '' : ` on 127.0.0.1:${service.port}`;
    const process = service.process === null ? '' : `, process ${service.process.pid}`;
    const restarts = service.restarts === 0 ? '' : `, restarted ${service.restarts} times`;
    const error = service.error === null ? '' : ` (${service.error})`;
    console.log(`  ${name}: ${service.status}${where}${process}${restarts}${error}`);
  }
  return 0;
}

try {
  process.exitCode = await run(process.argv[2]);
} catch (error) {
  console.error(messageOf(error));
  const log = error instanceof DevServicesError ? error.details['log'] : undefined;
  if (Array.isArray(log)) console.error(log.join('\n'));
  process.exitCode = 1;
}
