import { setTimeout as sleep } from 'node:timers/promises';
import type { AppName } from '@accountia/cli/stack';
import type { Member } from '../fleet.ts';
import type { FaultContext } from './inject.ts';

/** SIGKILL. Another process is started in its place by the fleet. */
export function kill(name: AppName): (context: FaultContext) => Promise<void> {
  return async (context) => choose(context, name).kill();
}

/** SIGTERM, as in a release. */
export function replace(name: AppName): (context: FaultContext) => Promise<void> {
  return async (context) => {
    const member = choose(context, name);
    const endedByItself = await member.replace();
    if (!endedByItself && !context.signal.aborted) context.note(`${member.id} did not end when asked to`);
  };
}

/** SIGSTOP: its connections stay open, it answers nothing; then it goes on where it was. */
export function freeze(name: AppName): (context: FaultContext) => Promise<void> {
  return async (context) => {
    const app = choose(context, name).current();
    if (app === null) return;
    app.signal('SIGSTOP');
    await sleep(context.fault.lastsMs, undefined, { signal: context.signal }).catch(() => undefined);
    app.signal('SIGCONT');
  };
}

function choose({ stack, fault }: FaultContext, name: AppName): Member {
  const members = stack.fleet.named(name);
  return members[Math.floor(fault.target * members.length)]!;
}
