import {
  isTerminal,
  type Run,
  type RunEvent,
  type RunEventType,
  TERMINAL_RUN_STATES,
} from '@accountia/task-contracts/api';
import { AccountiaApiError, AccountiaConnectionError } from './errors.ts';
import { readRunEvents } from './event-stream.ts';
import { backoffMs, pause } from './retry.ts';
import { type CallOptions, isRetryableStatus, type Transport } from './transport.ts';

export interface FollowOptions extends CallOptions {
  /** Sequence of the last event already known: what came before it is not told again. */
  readonly lastEventId?: string | undefined;
  /** Connections that fail in a row before giving up. 10 unless given, which is about half a minute. */
  readonly maxReconnects?: number | undefined;
  /** A connection without a byte for so long counts as broken. 60,000 unless given. */
  readonly silenceLimitMs?: number | undefined;
}

/** Where the events of one run come from. */
export interface RunSource {
  readonly transport: Transport;
  readonly path: string;
  readonly getRun: (options: CallOptions) => Promise<Run>;
}

const FIRST_RECONNECT_DELAY_MS = 250;

export function isTerminalEvent(type: RunEventType): boolean {
  return (TERMINAL_RUN_STATES as readonly RunEventType[]).includes(type);
}

/**
 * Each event once and in order, over as many connections as it takes. It ends when the API ends the stream of a
 * finished run; a terminal event alone is not the end, since a run that was retried goes on after it.
 */
export async function* followRun(
  source: RunSource,
  options: FollowOptions,
): AsyncGenerator<RunEvent, void, undefined> {
  const { signal } = options;
  const maxReconnects = options.maxReconnects ?? 10;
  let lastEventId = options.lastEventId;
  let lastType: RunEventType | undefined;
  let firstDelayMs = FIRST_RECONNECT_DELAY_MS;
  /** Connections in a row that failed, and that brought nothing new. */
  let failures = 0;
  let idle = 0;

  for (;;) {
    let heard = false;
    try {
      const response = await source.transport.openStream({
        method: 'GET',
        path: source.path,
        headers: {
          accept: 'text/event-stream',
          ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
        },
        idempotent: true,
        signal,
      });
      // 204 is how a server tells an event source that there is nothing more to come.
      if (response.status === 204 || response.body === null) return;
      const events = readRunEvents(response.body, {
        signal,
        silenceLimitMs: options.silenceLimitMs,
        onReconnectDelay: (milliseconds) => (firstDelayMs = milliseconds),
      });
      for await (const event of events) {
        if (lastEventId !== undefined && BigInt(event.sequence) <= BigInt(lastEventId)) continue;
        heard = true;
        failures = 0;
        lastEventId = event.sequence;
        lastType = event.type;
        yield event;
      }
      if (lastType !== undefined && isTerminalEvent(lastType)) return;
      // Nothing new to a caller who knew it all, or a server that was just restarted: the run itself tells which.
      if (!heard && isTerminal((await source.getRun({ signal })).state)) return;
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!mayReconnect(error) || failures > maxReconnects) throw error;
    }
    idle = heard ? 0 : idle + 1;
    await pause(backoffMs(idle, firstDelayMs), signal);
  }
}

function mayReconnect(error: unknown): boolean {
  if (AccountiaConnectionError.isInstance(error)) return true;
  return (
    AccountiaApiError.isInstance(error) &&
    (isRetryableStatus(error.status) || error.status === 502 || error.status === 504)
  );
}
