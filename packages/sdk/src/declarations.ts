import {
  type Declaration,
  type DeclarationSummary,
  declaration,
  declarationPage,
  type declarationQuery,
  type DeclarationReprocessing,
  declarationReprocessing,
  declarationSummary,
  type Entry,
  entryPage,
  type Insight,
  insight,
  type InsightFeedbackReport,
  insightFeedbackReport,
  type InsightFeedbackRequest,
  type InsightList,
  insightList,
  type QuestionAnswer,
  type Run,
  run,
} from '@accountia/task-contracts/api';
import type { z } from 'zod';
import type { EntryQuery } from './documents.ts';
import { jsonBody } from './json-call.ts';
import { allPages, type Page } from './pagination.ts';
import {
  type AskedQuestion,
  type AskOptions,
  askQuestion,
  listQuestions,
  type QuestionQuery,
} from './questions.ts';
import type { CallOptions, Transport } from './transport.ts';

export type DeclarationQuery = Partial<z.output<typeof declarationQuery>>;

export interface AnalyzeOptions extends CallOptions {
  /** The same key is the same request, however often it is sent. A random one unless given. */
  readonly idempotencyKey?: string | undefined;
}

export function createDeclarations(transport: Transport) {
  const pathOf = (id: string, rest = '') => `/v1/declarations/${encodeURIComponent(id)}${rest}`;

  const feedbackOf = (id: string, insightId: string) =>
    pathOf(id, `/insights/${encodeURIComponent(insightId)}/feedback`);

  async function list(query: DeclarationQuery = {}, options: CallOptions = {}): Promise<Page<Declaration>> {
    const call = { method: 'GET', path: '/v1/declarations', query, idempotent: true, ...options } as const;
    return await transport.request(declarationPage, call);
  }

  async function entries(
    id: string,
    query: EntryQuery = {},
    options: CallOptions = {},
  ): Promise<Page<Entry>> {
    const path = pathOf(id, '/entries');
    return await transport.request(entryPage, { method: 'GET', path, query, idempotent: true, ...options });
  }

  return {
    /** One page, newest first. */
    list,
    /** All declarations, page after page. */
    listAll: (query: DeclarationQuery = {}, options: CallOptions = {}) => allPages(list, query, options),

    async get(id: string, options: CallOptions = {}): Promise<Declaration> {
      return await transport.request(declaration, {
        method: 'GET',
        path: pathOf(id),
        idempotent: true,
        ...options,
      });
    },

    /** One page of the facts reported of the taxpayer, over all documents of the year that count. */
    entries,
    entriesAll: (id: string, query: EntryQuery = {}, options: CallOptions = {}) =>
      allPages((next: EntryQuery, inner) => entries(id, next, inner), query, options),

    /** Totals by category, topes against their limits, obligation to file and warnings. */
    async summary(id: string, options: CallOptions = {}): Promise<DeclarationSummary> {
      const path = pathOf(id, '/summary');
      return await transport.request(declarationSummary, {
        method: 'GET',
        path,
        idempotent: true,
        ...options,
      });
    },

    /** What the last analysis found, each with the law it cites; `analyzedAt` is null before the first one. */
    async insights(id: string, options: CallOptions = {}): Promise<InsightList> {
      const path = pathOf(id, '/insights');
      return await transport.request(insightList, { method: 'GET', path, idempotent: true, ...options });
    },

    /** Says whether an insight is useful or wrong, and why; it stays with it in later analyses of the same facts. */
    async judgeInsight(
      id: string,
      insightId: string,
      feedback: InsightFeedbackRequest,
      options: CallOptions = {},
    ): Promise<Insight> {
      return await transport.request(insight, {
        method: 'PUT',
        path: feedbackOf(id, insightId),
        ...jsonBody(feedback),
        idempotent: true,
        ...options,
      });
    },

    /** Takes back what was said of an insight. */
    async unjudgeInsight(id: string, insightId: string, options: CallOptions = {}): Promise<Insight> {
      return await transport.request(insight, {
        method: 'DELETE',
        path: feedbackOf(id, insightId),
        idempotent: true,
        ...options,
      });
    },

    /** What was said of each kind of insight in the organization, with the newest reasons. */
    async insightFeedback(
      query: { readonly reasons?: number } = {},
      options: CallOptions = {},
    ): Promise<InsightFeedbackReport> {
      const path = '/v1/insights/feedback';
      return await transport.request(insightFeedbackReport, {
        method: 'GET',
        path,
        query,
        idempotent: true,
        ...options,
      });
    },
    /**
     * Asks a question, answered from the declaration's facts and the law, each part of the text with what it rests on:
     * `for await (const event of ask(…))`, or `await ask(…).answer()` for the whole.
     */
    ask: (id: string, question: string, options: AskOptions = {}): AskedQuestion =>
      askQuestion(transport, pathOf(id, '/questions'), question, options),

    /** One page of what was asked before, newest first, with the answers as they were given. */
    questions: async (
      id: string,
      query: QuestionQuery = {},
      options: CallOptions = {},
    ): Promise<Page<QuestionAnswer>> =>
      await listQuestions(transport, pathOf(id, '/questions'), query, options),

    /** Has every document that counts read again and then the declaration analysed; answers with all the runs. */
    async reprocess(id: string, options: AnalyzeOptions = {}): Promise<DeclarationReprocessing> {
      return await transport.request(declarationReprocessing, {
        method: 'POST',
        path: pathOf(id, '/reprocess'),
        headers: { 'idempotency-key': options.idempotencyKey ?? crypto.randomUUID() },
        idempotent: true,
        signal: options.signal,
      });
    },

    /** Asks for a new analysis and answers with its run: that of an analysis already waiting, when there is one. */
    async analyze(id: string, options: AnalyzeOptions = {}): Promise<Run> {
      return await transport.request(run, {
        method: 'POST',
        path: pathOf(id, '/analyses'),
        headers: { 'idempotency-key': options.idempotencyKey ?? crypto.randomUUID() },
        idempotent: true,
        signal: options.signal,
      });
    },
  };
}
