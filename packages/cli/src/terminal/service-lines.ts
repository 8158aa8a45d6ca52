import type { StackStatus } from '@accountia/dev-services';
import { tick } from './style.ts';

/** The local services, one line each. */
export function serviceLines(stack: StackStatus): string[] {
  if (!stack.running) return [`No local services run in ${stack.stateDirectory}.`];
  return Object.entries(stack.services).map(([name, service]) => {
    const facts = [
      service.port === null ? '' : `127.0.0.1:${service.port}`,
      service.process === null ? '' : `process ${service.process.pid}`,
      service.restarts === 0 ? '' : `restarted ${service.restarts} times`,
      service.error ?? '',
    ];
    const known = facts.filter((fact) => fact !== '').join(', ');
    return `${tick(service.status === 'running')} ${name.padEnd(14)}${service.status.padEnd(12)}${known}`.trimEnd();
  });
}
