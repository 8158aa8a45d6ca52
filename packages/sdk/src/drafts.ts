import {
  type DeclarationDecisionList,
  type Draft,
  type DraftList,
  type DraftRequest,
  declarationDecisionList,
  draft,
  draftInputSchema,
  draftList,
} from '@accountia/task-contracts/api';
import { jsonBody } from './json-call.ts';
import type { CallOptions, Transport } from './transport.ts';

export interface CreateDraftOptions extends CallOptions {
  /** The same key is the same request, however often it is sent. A random one unless given. */
  readonly idempotencyKey?: string | undefined;
}

export interface DraftListQuery {
  readonly limit?: number | undefined;
  /** Only versions before this one. */
  readonly before?: number | undefined;
}

export function createDrafts(transport: Transport) {
  const pathOf = (declarationId: string, rest: string) =>
    `/v1/declarations/${encodeURIComponent(declarationId)}${rest}`;
  const get = { method: 'GET', idempotent: true } as const;

  return {
    /**
     * Tells facts and decisions and drafts Form 210 from all that is known. What is not named stays as it was, null takes
     * it back; with nothing new the newest version is the answer.
     */
    async create(
      declarationId: string,
      request: DraftRequest = {},
      options: CreateDraftOptions = {},
    ): Promise<Draft> {
      return await transport.request(draft, {
        method: 'POST',
        path: pathOf(declarationId, '/drafts'),
        ...jsonBody(request, { 'idempotency-key': options.idempotencyKey ?? crypto.randomUUID() }),
        idempotent: true,
        signal: options.signal,
      });
    },

    /** The versions, newest first, each with what it changed. */
    async list(
      declarationId: string,
      query: DraftListQuery = {},
      options: CallOptions = {},
    ): Promise<DraftList['items']> {
      const path = pathOf(declarationId, '/drafts');
      const { items } = await transport.request(draftList, { ...get, path, query: { ...query }, ...options });
      return items;
    },

    async latest(declarationId: string, options: CallOptions = {}): Promise<Draft> {
      return await transport.request(draft, {
        ...get,
        path: pathOf(declarationId, '/drafts/latest'),
        ...options,
      });
    },

    async get(declarationId: string, version: number, options: CallOptions = {}): Promise<Draft> {
      return await transport.request(draft, {
        ...get,
        path: pathOf(declarationId, `/drafts/${version}`),
        ...options,
      });
    },

    /** What was told and decided about a declaration, newest first: by whom, when, and what it replaced. */
    async decisions(
      declarationId: string,
      query: { readonly limit?: number | undefined } = {},
      options: CallOptions = {},
    ): Promise<DeclarationDecisionList['items']> {
      const call = { ...get, path: pathOf(declarationId, '/decisions'), query: { ...query }, ...options };
      return (await transport.request(declarationDecisionList, call)).items;
    },

    /** JSON Schema of the boxes and facts that a draft takes, with the reason for each question. */
    async inputSchema(options: CallOptions = {}): Promise<Readonly<Record<string, unknown>>> {
      return await transport.request(draftInputSchema, {
        ...get,
        path: '/v1/draft-input-schema',
        ...options,
      });
    },

    /** The results workbook (.xlsx), as everything is known now. */
    async resultsWorkbook(
      declarationId: string,
      options: CallOptions = {},
    ): Promise<Uint8Array<ArrayBuffer>> {
      return await transport.download({ ...get, path: pathOf(declarationId, '/results.xlsx'), ...options });
    },

    /** The summary for the client (PDF). */
    async summaryPdf(declarationId: string, options: CallOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
      return await transport.download({ ...get, path: pathOf(declarationId, '/summary.pdf'), ...options });
    },
  };
}
