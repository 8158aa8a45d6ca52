import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { AnalysisModel } from '../../model/configure-model.ts';
import { startLocalServer } from '../../testing/local-server.ts';
import { localModel } from '../../testing/model-server.ts';

/** What a server does with a request: writes pieces, waits, breaks off. */
export type Behaviour = (stream: ModelStream) => Promise<void> | void;

export interface ModelStream {
  write(text: string): void;
  /** Ends as it should, with the usage told. */
  end(): void;
  /** Cuts the connection. */
  breakOff(): void;
  /** Answers with an error instead. */
  fail(status: number): void;
  /** Resolves when whoever asked has gone. */
  readonly gone: Promise<void>;
}

export interface ModelServer extends AsyncDisposable {
  readonly model: AnalysisModel;
  /** Bodies of the requests, as they came over the wire. */
  readonly received: string[];
  behave(behaviour: Behaviour): void;
}

/** A local HTTP server that speaks the streaming protocol of OpenAI-compatible ones, and misbehaves as it is told. */
export async function startModelServer(): Promise<ModelServer> {
  const received: string[] = [];
  let behaviour: Behaviour = (stream) => stream.fail(500);
  const server = await startLocalServer(async ({ body }, response) => {
    received.push(body);
    await behaviour(streamOver(response));
  });
  const model = localModel(server);
  return {
    model,
    received,
    behave(next) {
      behaviour = next;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function streamOver(response: ServerResponse): ModelStream {
  const chunk = (fields: object) =>
    `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'local', ...fields })}\n\n`;
  const begin = () => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  };
  const choice = (delta: object, reason: string | null) => ({
    choices: [{ index: 0, delta, finish_reason: reason }],
  });
  return {
    write(text) {
      begin();
      response.write(chunk(choice({ role: 'assistant', content: text }, null)));
    },
    end() {
      begin();
      response.write(
        chunk({
          ...choice({}, 'stop'),
          usage: { prompt_tokens: 200, completion_tokens: 40, total_tokens: 240 },
        }),
      );
      response.end('data: [DONE]\n\n');
    },
    breakOff: () => void response.destroy(),
    fail: (status) => void response.writeHead(status).end('{"error":{"message":"no"}}'),
    gone: once(response, 'close').then(() => undefined),
  };
}
