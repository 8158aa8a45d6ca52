/** Many times what the longest answer takes; a server that sends more is broken, and would take the worker's memory. */
export const MOST_ANSWER_BYTES = 4 * 1024 * 1024;

/** `fetch` that gives up an answer which is too large, and follows no redirect: a key goes to the address it was given for. */
export const boundedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, redirect: 'error' });
  if (response.body === null) return response;
  let bytes = 0;
  const bounded = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > MOST_ANSWER_BYTES)
          controller.error(new Error(`The model's answer exceeds ${MOST_ANSWER_BYTES} bytes`));
        else controller.enqueue(chunk);
      },
    }),
  );
  const { status, statusText, headers } = response;
  return new Response(bounded, { status, statusText, headers });
};
