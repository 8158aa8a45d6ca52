/**
 * The environment of a thread that reads what strangers wrote: no address, no password. Only where compiled modules are
 * kept, when this process has such a place: without it a thread takes twice as long to start.
 */
export function threadEnvironment(): Record<string, string> {
  const { NODE_COMPILE_CACHE } = process.env;
  return NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
}
