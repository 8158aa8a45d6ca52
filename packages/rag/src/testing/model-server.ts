import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createModelFromConfig, type AnalysisModel } from '../model/configure-model.ts';

/** A request to the model, as it was on the wire. */
export interface ModelRequest {
  /** Headers and body, all of it. */
  readonly wire: string;
  readonly system: string;
  /** What was put to the model as the user's words: the wrapped data and, the second time, what to repair. */
  readonly prompt: string;
  /** 1 for the first. */
  readonly turn: number;
}

/** What the server says: an answer's text, or the whole response by hand. What it leaves open hangs. */
export type Script = (request: ModelRequest, response: ServerResponse) => unknown;

export interface ModelServer extends AsyncDisposable {
  readonly model: AnalysisModel;
  readonly requests: ModelRequest[];
  /** From now on. Answers that are not written by hand: text as it is, anything else as JSON. */
  says(script: Script): void;
}

/** A server on this machine that speaks the OpenAI protocol and says what each test wants, which may be anything. */
export async function startModelServer(): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  let script: Script = () => ({ hallazgos: [], preguntas: [] });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] };
      const of = (role: string) =>
        messages
          .filter((message) => message.role === role)
          .map((message) => message.content)
          .join('\n');
      const received = {
        wire: `${request.url}\n${request.rawHeaders.join('\n')}\n${body}`,
        system: of('system'),
        prompt: of('user'),
        turn: requests.length + 1,
      };
      requests.push(received);
      const said = script(received, response);
      if (said !== undefined) answer(response, typeof said === 'string' ? said : JSON.stringify(said));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const model = createModelFromConfig({
    provider: 'openai-compatible',
    model: 'local',
    baseUrl: `http://127.0.0.1:${port}/v1`,
  });
  if (model === null) throw new Error('a configuration makes a model');
  return {
    model,
    requests,
    says(next) {
      script = next;
      requests.length = 0;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A whole response with this text, as the protocol has it. */
export function answer(response: ServerResponse, content: string, finish = 'stop'): void {
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      id: '1',
      created: 0,
      model: 'local',
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: finish }],
      usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
    }),
  );
}

interface SeenFinding {
  hallazgo: string;
  titulo: string;
  texto: string;
  pasajes: string[];
  filas: { detalle: string; valor: string; informante: string }[];
}

/** Findings in a prompt, as the model sees them. */
export function findingsIn(prompt: string): SeenFinding[] {
  const data = /<datos>\n(.*)\n<\/datos>/.exec(prompt)?.[1] ?? '{"hallazgos":[]}';
  return (JSON.parse(data) as { hallazgos: SeenFinding[] }).hallazgos;
}
