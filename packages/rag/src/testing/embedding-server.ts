import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { sendJson, startLocalServer } from './local-server.ts';

export interface EmbeddingRequest {
  readonly wire: string;
  readonly model: string;
  readonly texts: readonly string[];
}

/** Answers by hand, or leaves the request hanging. */
export type EmbeddingBehaviour = (request: EmbeddingRequest, response: ServerResponse) => unknown;

export interface EmbeddingServer extends AsyncDisposable {
  readonly baseUrl: string;
  /** Of embeddings, and of reranking. */
  readonly requests: EmbeddingRequest[];
  /** From now on; as it should when nothing is given. */
  behave(behaviour?: EmbeddingBehaviour): void;
}

/**
 * A server on this machine that speaks the embeddings protocol of OpenAI, and `/rerank`. Texts with the same words have the same
 * direction; `meanings` says which words mean the same.
 */
export async function startEmbeddingServer(
  meanings: Readonly<Record<string, string>> = {},
): Promise<EmbeddingServer> {
  const requests: EmbeddingRequest[] = [];
  let behaviour: EmbeddingBehaviour | undefined;
  const server = await startLocalServer(({ path, wire, body }, response) => {
    const asked = JSON.parse(body) as {
      model: string;
      input?: string[];
      query?: string;
      documents?: string[];
    };
    const texts = asked.input ?? [asked.query ?? '', ...(asked.documents ?? [])];
    const request = { wire, model: asked.model, texts };
    requests.push(request);
    if (behaviour !== undefined) return behaviour(request, response);
    if (path.endsWith('/embeddings'))
      return sendEmbeddings(
        response,
        texts.map((text) => directionOf(text, meanings)),
      );
    const [query = [], ...documents] = texts.map((text) => directionOf(text, meanings));
    return sendRanking(
      response,
      documents.map((document) => product(query, document)),
    );
  });
  return {
    baseUrl: server.baseUrl,
    requests,
    behave(next) {
      behaviour = next;
      requests.length = 0;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Counts one token for each vector. */
export function sendEmbeddings(response: ServerResponse, vectors: readonly (readonly number[])[]): void {
  sendJson(response, {
    object: 'list',
    model: 'local',
    data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
    usage: { prompt_tokens: vectors.length, total_tokens: vectors.length },
  });
}

export function sendRanking(response: ServerResponse, scores: readonly number[]): void {
  sendJson(response, { results: scores.map((relevance_score, index) => ({ index, relevance_score })) });
}

const DIMENSIONS = 64;

/** A sum of its words, each in a direction of its own. */
export function directionOf(text: string, meanings: Readonly<Record<string, string>> = {}): number[] {
  const vector = Array.from({ length: DIMENSIONS }, () => 0);
  for (const word of text.toLowerCase().match(/\p{L}{4,}/gu) ?? ['']) {
    const digest = createHash('sha256')
      .update(meanings[word] ?? word)
      .digest();
    for (let place = 0; place < DIMENSIONS; place += 1)
      vector[place]! += digest[place % digest.length]! / 255 - 0.5;
  }
  return vector;
}

function product(first: readonly number[], second: readonly number[]): number {
  return first.reduce((sum, number, place) => sum + number * (second[place] ?? 0), 0);
}
