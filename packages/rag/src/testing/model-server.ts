import type { ServerResponse } from 'node:http';
import { type AnalysisModel, createModelFromConfig } from '../model/configure-model.ts';
import { type LocalServer, sendJson, startLocalServer } from './local-server.ts';

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
  const server = await startLocalServer(({ wire, body }, response) => {
    const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] };
    const of = (role: string) =>
      messages
        .filter((message) => message.role === role)
        .map((message) => message.content)
        .join('\n');
    const received = { wire, system: of('system'), prompt: of('user'), turn: requests.length + 1 };
    requests.push(received);
    const said = script(received, response);
    if (said !== undefined) answer(response, typeof said === 'string' ? said : JSON.stringify(said));
  });
  const model = localModel(server);
  return {
    model,
    requests,
    says(next) {
      script = next;
      requests.length = 0;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** The model that such a server is asked as. */
export function localModel({ baseUrl }: LocalServer): AnalysisModel {
  return createModelFromConfig({ provider: 'openai-compatible', model: 'local', baseUrl })!;
}

/** A whole response with this text, as the protocol has it. */
export function answer(response: ServerResponse, content: string, finish = 'stop'): void {
  sendJson(response, {
    id: '1',
    created: 0,
    model: 'local',
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: finish }],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  });
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
