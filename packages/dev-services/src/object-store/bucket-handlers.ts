import type { Exchange } from './exchange.ts';
import { sendEmpty, sendJson } from './exchange.ts';
import { invalid } from './errors.ts';
import { readJsonBody } from './receive.ts';
import { bucketResource } from './resources.ts';

export async function createBucketHandler(exchange: Exchange): Promise<void> {
  const { name, ...settings } = await readJsonBody(exchange.request);
  if (typeof name !== 'string') throw invalid('Required parameter: name');
  const record = await exchange.buckets.create(name, settings);
  sendJson(exchange, 200, bucketResource(record, exchange.origin));
}

export async function listBucketsHandler(exchange: Exchange): Promise<void> {
  const prefix = exchange.query.get('prefix') ?? '';
  const found = exchange.buckets.list().filter(({ name }) => name.startsWith(prefix));
  sendJson(exchange, 200, {
    kind: 'storage#buckets',
    items: found.map((record) => bucketResource(record, exchange.origin)),
  });
}

export async function getBucketHandler(exchange: Exchange, bucket: string): Promise<void> {
  sendJson(exchange, 200, bucketResource(exchange.buckets.record(bucket), exchange.origin));
}

export async function patchBucketHandler(exchange: Exchange, bucket: string): Promise<void> {
  const changes = await readJsonBody(exchange.request);
  sendJson(exchange, 200, bucketResource(await exchange.buckets.update(bucket, changes), exchange.origin));
}

export async function deleteBucketHandler(exchange: Exchange, bucket: string): Promise<void> {
  await exchange.buckets.delete(bucket);
  sendEmpty(exchange, 204);
}
