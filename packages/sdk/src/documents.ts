import {
  type BulkRecord,
  bulkRecordPage,
  type bulkRecordQuery,
  type BulkTotals,
  bulkTotals,
  type bulkTotalsQuery,
  type Document,
  type DocumentAccepted,
  document,
  documentAccepted,
  documentPage,
  type documentQuery,
  type Entry,
  entryPage,
  type entryQuery,
  type readingInstructions,
  type Run,
  run,
} from '@accountia/task-contracts/api';
import type { z } from 'zod';
import { allPages, type Page } from './pagination.ts';
import type { CallOptions, Transport } from './transport.ts';
import { toBlob, type UploadData } from './upload-data.ts';

export type DocumentQuery = Partial<z.output<typeof documentQuery>>;
export type EntryQuery = Partial<z.output<typeof entryQuery>>;
export type BulkRecordQuery = Partial<z.output<typeof bulkRecordQuery>>;
export type BulkTotalsQuery = Partial<z.output<typeof bulkTotalsQuery>>;

export interface UploadOptions extends CallOptions {
  readonly data: UploadData;
  /** As people know the file; shown to them, never used as a path. */
  readonly filename: string;
  /** What the file does not say itself; `mapping` reads a workbook of your own shape. */
  readonly reading?: z.input<typeof readingInstructions> | undefined;
  /** The same key with the same file is the same upload, however often it is sent. A random one unless given. */
  readonly idempotencyKey?: string | undefined;
}

export interface ReprocessOptions extends CallOptions {
  /** The same key is the same request, however often it is sent. A random one unless given. */
  readonly idempotencyKey?: string | undefined;
}

export function createDocuments(transport: Transport) {
  async function list(query: DocumentQuery = {}, options: CallOptions = {}): Promise<Page<Document>> {
    return await transport.request(documentPage, {
      method: 'GET',
      path: '/v1/documents',
      query,
      idempotent: true,
      ...options,
    });
  }

  async function entries(
    id: string,
    query: EntryQuery = {},
    options: CallOptions = {},
  ): Promise<Page<Entry>> {
    const path = `/v1/documents/${encodeURIComponent(id)}/entries`;
    return await transport.request(entryPage, { method: 'GET', path, query, idempotent: true, ...options });
  }

  async function records(
    id: string,
    query: BulkRecordQuery = {},
    options: CallOptions = {},
  ): Promise<Page<BulkRecord>> {
    const path = `/v1/documents/${encodeURIComponent(id)}/records`;
    return await transport.request(bulkRecordPage, {
      method: 'GET',
      path,
      query,
      idempotent: true,
      ...options,
    });
  }

  return {
    /** Uploads a report, or what a company files, and answers with its document and the run that processes it. */
    async upload(options: UploadOptions): Promise<DocumentAccepted> {
      const body = new FormData();
      if (options.reading !== undefined) body.set('reading', JSON.stringify(options.reading));
      body.set('file', await toBlob(options.data), options.filename);
      return await transport.request(documentAccepted, {
        method: 'POST',
        path: '/v1/documents',
        body,
        headers: { 'idempotency-key': options.idempotencyKey ?? crypto.randomUUID() },
        idempotent: true,
        signal: options.signal,
      });
    },

    async get(id: string, options: CallOptions = {}): Promise<Document> {
      const path = `/v1/documents/${encodeURIComponent(id)}`;
      return await transport.request(document, { method: 'GET', path, idempotent: true, ...options });
    },

    /** Has a document read again and answers with the run: that of a reading already on its way, when there is one. */
    async reprocess(id: string, options: ReprocessOptions = {}): Promise<Run> {
      return await transport.request(run, {
        method: 'POST',
        path: `/v1/documents/${encodeURIComponent(id)}/reprocess`,
        headers: { 'idempotency-key': options.idempotencyKey ?? crypto.randomUUID() },
        idempotent: true,
        signal: options.signal,
      });
    },

    /** One page, newest first. */
    list,
    /** All documents, page after page. */
    listAll: (query: DocumentQuery = {}, options: CallOptions = {}) => allPages(list, query, options),

    /** One page of the facts that a document reports, in the order of its rows. */
    entries,
    entriesAll: (id: string, query: EntryQuery = {}, options: CallOptions = {}) =>
      allPages((next: EntryQuery, inner) => entries(id, next, inner), query, options),

    /** One page of the records of a bulk file, in their order. */
    records,
    /** All of them, page after page: `for await (const record of documents.recordsAll(id, { concept: '5002' }))`. */
    recordsAll: (id: string, query: BulkRecordQuery = {}, options: CallOptions = {}) =>
      allPages((next: BulkRecordQuery, inner) => records(id, next, inner), query, options),

    /** What the records of a bulk file add up to, by column and by concept; of those that a filter finds, if one is given. */
    async recordTotals(
      id: string,
      query: BulkTotalsQuery = {},
      options: CallOptions = {},
    ): Promise<BulkTotals> {
      const path = `/v1/documents/${encodeURIComponent(id)}/records/totals`;
      return await transport.request(bulkTotals, {
        method: 'GET',
        path,
        query,
        idempotent: true,
        ...options,
      });
    },

    /**
     * A link to the uploaded file, for whoever has it and for a few minutes: fetch it without the API key.
     * Not in browsers, which hide where a redirect leads: send people to `/v1/documents/{id}/download` by a service.
     */
    async downloadUrl(id: string, options: CallOptions = {}): Promise<string> {
      const path = `/v1/documents/${encodeURIComponent(id)}/download`;
      return await transport.redirection({ method: 'GET', path, idempotent: true, ...options });
    },
  };
}
