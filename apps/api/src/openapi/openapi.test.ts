import {
  bulkRecord,
  bulkTotals,
  certificateComparison,
  certificateRequest,
  declaration,
  declarationDecision,
  declarationSummary,
  document,
  draft,
  draftRequest,
  draftSummary,
  duplicate,
  entry,
  health,
  insight,
  notification,
  problem,
  reportComparison,
  reviewDecision,
  reviewDecisionRequest,
  reviewItem,
  run,
  topeExplanationList,
  yearComparison,
} from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing/api.ts';
import type { z } from 'zod';
import { bulkExamples } from './bulk-examples.ts';
import { comparisonExamples } from './comparison-examples.ts';
import { draftExamples } from './draft-examples.ts';
import { examples } from './examples.ts';
import { reviewExamples } from './review-examples.ts';

interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  security?: unknown[];
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  responses: Record<
    string,
    { description: string; content?: Record<string, { schema: object; example?: unknown }> }
  >;
}

interface OpenApi {
  openapi: string;
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, object>;
    securitySchemes: Record<string, { type: string; scheme: string }>;
  };
}

let api: TestApi;
let openapi: OpenApi;
let text: string;
let operations: { name: string; path: string; method: string; operation: Operation }[];
beforeAll(async () => {
  api = await startTestApi();
  text = await (await api.app.request('/openapi.json')).text();
  openapi = JSON.parse(text) as OpenApi;
  operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method} ${path}`,
      path,
      method,
      operation,
    })),
  );
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

describe('the OpenAPI document', () => {
  test('is of version 3.1 and describes every route under /v1, and no others', () => {
    expect(openapi.openapi).toBe('3.1.0');
    const routed = api.app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/'))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    const described = operations.filter(({ path }) => path.startsWith('/v1/')).map(({ name }) => name);
    expect(described.toSorted()).toEqual([...new Set(routed)].toSorted());
    expect(described.length).toBeGreaterThan(14);
  });

  test('gives each operation a name of its own, a summary, a known tag and its security', () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    const tags = new Set(openapi.tags.map(({ name }) => name));
    for (const { path, operation } of operations) {
      expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
      expect(operation.summary).toBeTruthy();
      expect(operation.tags?.every((tag) => tags.has(tag))).toBe(true);
      expect(operation.security).toEqual(path.startsWith('/v1/') ? [{ apiKey: [] }] : []);
    }
    expect(openapi.components.securitySchemes['apiKey']).toMatchObject({ type: 'http', scheme: 'bearer' });
  });

  test('names every parameter of a path', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(described.map(({ name }) => name)).toEqual(inPath);
      expect(described.every(({ required }) => required)).toBe(true);
    }
  });

  test('says for every operation under /v1 what succeeds and which problems may come', () => {
    const v1 = operations.filter(({ path }) => path.startsWith('/v1/'));
    for (const { path, operation } of v1) {
      const statuses = Object.keys(operation.responses);
      expect(statuses).toContainEqual(expect.stringMatching(/^[23]/));
      expect(statuses).toEqual(expect.arrayContaining(['400', '401', '500', '503']));
      expect(statuses.includes('404')).toBe(path.includes('{id}'));
      const refusals = statuses
        .filter((status) => /^[45]/.test(status))
        .map((status) => operation.responses[status]!);
      for (const { content } of refusals) {
        expect(content?.['application/problem+json']?.schema).toEqual({
          $ref: '#/components/schemas/Problem',
        });
      }
    }
  });

  test('has an example with each JSON answer', () => {
    const without = operations.filter(({ operation }) =>
      Object.values(operation.responses).some(({ content }) => {
        const json = content?.['application/json'];
        return json !== undefined && json.example === undefined;
      }),
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  test('refers only to what it defines', () => {
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(Object.keys(openapi.components.schemas)).toContain(name);
    }
    expect(Object.keys(openapi.components.schemas)).toEqual(
      expect.arrayContaining([
        'Document',
        'DocumentAccepted',
        'Entry',
        'Declaration',
        'DeclarationSummary',
        'Insight',
        'Run',
        'Problem',
      ]),
    );
  });

  test('names the file of an upload as binary', () => {
    expect(text).toContain('"multipart/form-data"');
    expect(text).toContain('"format":"binary"');
  });
});

test('examples fit the schemas that they show', () => {
  const schemas = {
    document,
    run,
    declaration,
    entry,
    summary: declarationSummary,
    insight,
    notification,
    health,
  };
  for (const [name, schema] of Object.entries(schemas)) {
    expect(schema.strict().parse(examples[name as keyof typeof examples])).toEqual(
      examples[name as keyof typeof examples],
    );
  }
  const more: readonly (readonly [z.ZodType, unknown])[] = [
    [document, bulkExamples.document],
    [bulkRecord, bulkExamples.record],
    [bulkTotals, bulkExamples.totals],
    [draftRequest, draftExamples.request],
    [draft, draftExamples.draft],
    [draftSummary, draftExamples.summary],
    [declarationDecision, draftExamples.decision],
    [reviewItem, reviewExamples.item],
    [reviewDecisionRequest, reviewExamples.request],
    [reviewDecision, reviewExamples.decision],
    [duplicate, reviewExamples.duplicate],
    [reportComparison, comparisonExamples.report],
    [topeExplanationList, comparisonExamples.topes],
    [certificateRequest, comparisonExamples.certificates],
    [certificateComparison, comparisonExamples.certified],
    [yearComparison, comparisonExamples.years],
  ];
  // Parsed: what a schema does not know would be missing from the answer.
  for (const [schema, example] of more) expect(schema.parse(example)).toEqual(example);
  expect(problem.safeParse({}).success).toBe(false);
});
