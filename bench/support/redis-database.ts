/** One of Redis' numbered databases: what shares a server must not share its keys. */
export function redisDatabase(url: string, number: number): string {
  const changed = new URL(url);
  changed.pathname = `/${number}`;
  return changed.href;
}
