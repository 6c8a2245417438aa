/**
 * Does the work for each item, `atOnce` at a time. The first that throws keeps the others from beginning; those under
 * way end, then it is thrown.
 */
export async function eachOf<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  let isOver = false;
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (isOver) return;
      await work(item).catch((error: unknown) => {
        isOver = true;
        throw error;
      });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}
