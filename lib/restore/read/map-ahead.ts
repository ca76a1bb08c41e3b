/**
 * Maps items in their order with up to `limit` of them under way at once. The first failure, in that order, ends it;
 * what is under way then, or when the reader leaves, is left to end by itself.
 */
export async function* mapAhead<T, R>(
  items: AsyncIterable<T>,
  limit: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const ahead: Promise<R>[] = []
  for await (const item of items) {
    const mapped = map(item)
    mapped.catch(() => {}) // awaited when its turn comes
    ahead.push(mapped)
    if (ahead.length >= limit) yield await ahead.shift()!
  }
  for (const mapped of ahead) yield await mapped
}
