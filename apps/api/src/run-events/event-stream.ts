/** How long a browser waits before it connects again, in milliseconds. */
const RECONNECT_MS = 2_000;
const KEEP_ALIVE = ': keep-alive\n\n';

export const EVENT_STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // nginx would collect the stream into buffers.
  'x-accel-buffering': 'no',
} as const;

/**
 * Lists of events as Server-Sent Events, read only as fast as the client reads. An empty list becomes a comment.
 * @param frame writes an event with `sseFrame`
 * @param stop called once when the client went away; it must make `events` end
 * @param onError told of what broke the source; the stream then ends, and the client connects again where it was
 */
export function eventStream<Event>(
  events: AsyncGenerator<Event[], void, void>,
  frame: (event: Event) => string,
  stop: () => void,
  onError: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        // Sent at once, so that the client knows it is connected although nothing has happened yet.
        controller.enqueue(encoder.encode(`retry: ${RECONNECT_MS}\n\n`));
      },
      async pull(controller) {
        try {
          const { done, value } = await events.next();
          if (done) controller.close();
          else
            controller.enqueue(encoder.encode(value.length === 0 ? KEEP_ALIVE : value.map(frame).join('')));
        } catch (error) {
          onError(error);
          // An error of the body would be written into it, message and all.
          controller.close();
        }
      },
      async cancel() {
        stop();
        await events.return();
      },
    },
    { highWaterMark: 0 },
  );
}

/** One event in the words of Server-Sent Events; with an id the client can go on after it. */
export function sseFrame(type: string, data: unknown, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
