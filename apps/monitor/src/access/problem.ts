import type { Problem } from '@accountia/task-contracts/api';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

export interface Refusal {
  readonly status: ContentfulStatusCode;
  /** For programs: stable, in English. */
  readonly code: string;
  /** For people, in Spanish. */
  readonly title: string;
  readonly detail: string;
}

/** Answers a program with RFC 9457 problem details. */
export function problemResponse(context: Context, { status, code, title, detail }: Refusal): Response {
  const body: Problem = { type: 'about:blank', title, status, detail, code, instance: context.req.path };
  return context.body(JSON.stringify(body), status, {
    'content-type': 'application/problem+json; charset=utf-8',
  });
}

/** Whether a person's browser asks for a page, rather than a program for data. */
export function wantsPage(context: Context): boolean {
  return context.req.method === 'GET' && (context.req.header('accept') ?? '').includes('text/html');
}
