/** Reads one item ahead: the source works on the next while the consumer works on this one. Two items are held at most. */
export async function* readAhead<T>(source: AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
  let next = start(source);
  try {
    for (;;) {
      const item = await next;
      if (item.done === true) return;
      next = start(source);
      yield item.value;
    }
  } finally {
    await next.catch(() => undefined);
    await source.return();
  }
}

/** A failure is told when it is awaited; until then it must not count as unhandled. */
function start<T>(source: AsyncGenerator<T, void, void>): Promise<IteratorResult<T, void>> {
  const next = source.next();
  next.catch(() => undefined);
  return next;
}
