/** What waits longer than this for the go before it, which may wait for a lock, gets a go of its own. */
const PATIENCE_MS = 20;
const LIMIT = 64;

/**
 * Does in one go what is asked for at the same time: what comes while a go is under way waits for the next one. `work`
 * answers item by item, in their order. When a go of several fails, each is done alone, so that only those fail that
 * are at fault; so it must do nothing by halves.
 */
export function together<Item, Answer>(
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  interface Asked {
    readonly item: Item;
    readonly settle: PromiseWithResolvers<Answer>;
  }
  const waiting: Asked[] = [];
  let timer: NodeJS.Timeout | undefined;
  let underWay = 0;

  async function alone({ item, settle }: Asked): Promise<void> {
    await work([item]).then(([answer]) => settle.resolve(answer as Answer), settle.reject);
  }

  async function go(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const asked = waiting.splice(0, LIMIT);
    if (asked.length === 0) return;
    underWay += 1;
    try {
      if (asked.length === 1) return await alone(asked[0]!);
      const answers = await work(asked.map(({ item }) => item));
      for (const [place, { settle }] of asked.entries()) settle.resolve(answers[place]!);
    } catch {
      await Promise.all(asked.map(alone));
    } finally {
      underWay -= 1;
      if (waiting.length > 0) void go();
    }
  }

  return (item) => {
    const settle = Promise.withResolvers<Answer>();
    waiting.push({ item, settle });
    if (underWay === 0 && waiting.length === 1) setImmediate(() => void go());
    else if (underWay > 0) timer ??= setTimeout(() => void go(), PATIENCE_MS);
    return settle.promise;
  };
}
