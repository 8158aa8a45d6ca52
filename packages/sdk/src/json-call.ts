/** What a call with a JSON body has besides its path. */
export function jsonBody(
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): { readonly body: string; readonly headers: Readonly<Record<string, string>> } {
  return { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } };
}
