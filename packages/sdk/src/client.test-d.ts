import { expectTypeOf } from 'vitest';
import {
  AccountiaApiError,
  type BulkRecord,
  type Client,
  createClient,
  type Declaration,
  type DocumentAccepted,
  type Entry,
  type Page,
  type Run,
  type RunEvent,
} from './index.ts';

declare const client: Client;

expectTypeOf(client.documents.upload).returns.resolves.toEqualTypeOf<DocumentAccepted>();
expectTypeOf(client.documents.entries).returns.resolves.toEqualTypeOf<Page<Entry>>();
expectTypeOf(client.documents.recordsAll('id', { concept: '5002' })).toExtend<AsyncIterable<BulkRecord>>();
expectTypeOf(client.declarations.listAll()).toExtend<AsyncIterable<Declaration>>();
expectTypeOf(client.followRun('id')).toExtend<AsyncIterable<RunEvent>>();
expectTypeOf(client.waitForRun).returns.resolves.toEqualTypeOf<Run>();
// Amounts are decimal strings: a number would have lost digits on the way.
expectTypeOf<Entry['amount']>().toEqualTypeOf<string>();

// @ts-expect-error A key is needed for everything but health.
createClient({ baseUrl: 'https://api.example.co' });
// @ts-expect-error The file needs a name.
void client.documents.upload({ data: new Uint8Array() });
// @ts-expect-error A path is not data: the client reads no files.
void client.documents.upload({ data: '/tmp/report.xlsx', filename: 'report.xlsx' });
// @ts-expect-error There is no such state.
void client.runs.list({ state: 'done' });
// @ts-expect-error There is no such category.
void client.documents.entries('id', { category: 'salary' });

// @ts-expect-error A check digit is right, wrong or absent.
void client.documents.records('id', { checkDigit: 'bad' });

const failure: unknown = undefined;
if (AccountiaApiError.isInstance(failure)) {
  expectTypeOf(failure.status).toEqualTypeOf<number>();
  expectTypeOf(failure.retryAfterMs).toEqualTypeOf<number | undefined>();
}
