/** What can be uploaded. Streams are read into memory first: a retry must send the very same bytes. */
export type UploadData =
  | Blob
  | Uint8Array
  | ArrayBuffer
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

export async function toBlob(data: UploadData): Promise<Blob> {
  if (data instanceof Blob) return data;
  if (data instanceof ArrayBuffer) return new Blob([data]);
  if (data instanceof Uint8Array) return new Blob([ownBytes(data)]);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of data instanceof ReadableStream ? chunksOf(data) : data)
    chunks.push(ownBytes(chunk));
  return new Blob(chunks);
}

/** Not every browser can iterate over a stream, all can read one. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

/** Blobs take no views on shared memory. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}
