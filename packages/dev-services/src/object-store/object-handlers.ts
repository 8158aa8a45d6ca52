import { sendContent } from './download.ts';
import { sendEmpty, sendJson } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { listPage } from './listing.ts';
import { checkReadPreconditions, preconditionsFromQuery } from './preconditions.ts';
import { readJsonBody, receiveContent } from './receive.ts';
import { applyMetadata, objectResource } from './resources.ts';

export async function listObjectsHandler(exchange: Exchange, bucket: string): Promise<void> {
  const page = listPage(exchange.buckets.objects(bucket).sorted(), exchange.query);
  sendJson(exchange, 200, {
    kind: 'storage#objects',
    ...page,
    items: page.items.map((record) => objectResource(record, exchange.origin)),
  });
}

/** Metadata, or the content with `alt=media`. */
export async function getObjectHandler(exchange: Exchange, bucket: string, name: string): Promise<void> {
  const record = exchange.buckets.objects(bucket).get(name, exchange.query.get('generation'));
  checkReadPreconditions(preconditionsFromQuery(exchange.query), record);
  if (exchange.query.get('alt') === 'media') await sendContent(exchange, record);
  else sendJson(exchange, 200, objectResource(record, exchange.origin));
}

/** PATCH merges, PUT replaces. */
export async function updateObjectHandler(exchange: Exchange, bucket: string, name: string): Promise<void> {
  const objects = exchange.buckets.objects(bucket);
  objects.get(name, exchange.query.get('generation'));
  const sent = await readJsonBody(exchange.request);
  const replace = exchange.request.method === 'PUT';
  const record = await objects.updateMetadata(name, sent, preconditionsFromQuery(exchange.query), replace);
  sendJson(exchange, 200, objectResource(record, exchange.origin));
}

export async function deleteObjectHandler(exchange: Exchange, bucket: string, name: string): Promise<void> {
  const { buckets, query } = exchange;
  await buckets.objects(bucket).delete(name, query.get('generation'), preconditionsFromQuery(query));
  sendEmpty(exchange, 204);
}

export interface CopyTarget {
  bucket: string;
  name: string;
}

/** Copies in one step, whatever the size: the answer to `rewriteTo` is always "done". */
export async function copyObjectHandler(
  exchange: Exchange,
  source: CopyTarget,
  target: CopyTarget,
): Promise<void> {
  const { buckets, query } = exchange;
  const from = buckets.objects(source.bucket);
  const to = buckets.objects(target.bucket);
  const record = from.get(source.name, query.get('sourceGeneration'));
  const sent = await readJsonBody(exchange.request);
  // A body replaces the metadata of the source, an empty one keeps it.
  const metadata = applyMetadata(Object.keys(sent).length === 0 ? record : {}, sent);
  const file = await from.openContent(record);
  const content = await receiveContent(to.incomingPath(), file.createReadStream() as AsyncIterable<Buffer>);
  const copy = await to.write(
    target.name,
    content,
    {
      ...metadata,
      ...(metadata.contentType === undefined && record.contentType !== undefined
        ? { contentType: record.contentType }
        : {}),
    },
    preconditionsFromQuery(query),
  );
  const resource = objectResource(copy, exchange.origin);
  const isRewrite = exchange.request.url?.includes('/rewriteTo/') ?? false;
  sendJson(
    exchange,
    200,
    isRewrite
      ? {
          kind: 'storage#rewriteResponse',
          done: true,
          totalBytesRewritten: String(copy.size),
          objectSize: String(copy.size),
          resource,
        }
      : resource,
  );
}
