import type { ChildProcess } from 'node:child_process';
import type { Secrets } from '../state/secrets.ts';
import type { StateDirectory } from '../state/state-directory.ts';
import type { ServiceName, WantedServices } from './service-record.ts';

/** What a service is given to start with. */
export interface ServiceContext {
  state: StateDirectory;
  secrets: Secrets;
  profile: WantedServices['profile'];
  port: number;
  log(line: string): void;
}

/**
 * How to run one service. `prepare` makes what must exist first (a database cluster); `spawn` starts the process;
 * `waitUntilReady` resolves when it answers, and is abandoned when the process ends before.
 */
export interface ServiceDefinition {
  name: ServiceName;
  prepare(context: ServiceContext): Promise<void>;
  spawn(context: ServiceContext): ChildProcess;
  waitUntilReady(context: ServiceContext, signal: AbortSignal): Promise<void>;
  /** Removes what the process itself cannot, such as a container, once it is gone. */
  cleanUp?(context: ServiceContext): Promise<void>;
}
