import { READER_MESSAGES } from '@accountia/excel-parser/messages';
import type { Problem } from '@accountia/task-contracts/api';
import type { Context } from 'hono';
import type { ApiEnvironment } from '../context.ts';
import { PROBLEM_TEXTS, type ProblemText } from '../messages/index.ts';
import type { ApiError } from './api-error.ts';

const TYPE_BASE = 'https://accountia.dev/problems/';

/** Writes a refusal as RFC 9457 problem details. */
export function problemResponse(context: Context<ApiEnvironment>, error: ApiError): Response {
  return context.body(JSON.stringify(describeProblem(context, error)), error.status, {
    'content-type': 'application/problem+json; charset=utf-8',
    ...error.headers,
  });
}

/** The same for an answer that has begun, which has no status left to give. */
export function describeProblem(context: Context<ApiEnvironment>, error: ApiError): Problem {
  const words = textOf(error.code);
  return {
    type: `${TYPE_BASE}${error.code}`,
    title: words.title,
    status: error.status,
    detail: words.detail(error.details),
    code: error.code,
    instance: context.req.path,
    requestId: context.get('requestId'),
    ...(Object.keys(error.details).length === 0 ? {} : { details: { ...error.details } }),
  };
}

function textOf(code: string): ProblemText {
  return (
    (PROBLEM_TEXTS as Readonly<Record<string, ProblemText>>)[code] ??
    (READER_MESSAGES as Readonly<Record<string, ProblemText>>)[code] ??
    PROBLEM_TEXTS.internal_error
  );
}
