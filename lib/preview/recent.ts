/** What was used last, up to a bound on its cost; what was used longest ago goes first. */
export function createRecent<T>(most: number, cost: (value: T) => number = () => 1) {
  const kept = new Map<string, T>()
  let total = 0
  function drop(key: string): void {
    const value = kept.get(key)
    if (value === undefined || !kept.delete(key)) return
    total -= cost(value)
  }
  return {
    get(key: string): T | undefined {
      const value = kept.get(key)
      if (value === undefined) return undefined
      kept.delete(key)
      kept.set(key, value)
      return value
    },
    /** Something that alone costs more than the bound is not kept. */
    set(key: string, value: T): void {
      drop(key)
      if (cost(value) > most) return
      kept.set(key, value)
      total += cost(value)
      for (const oldest of kept.keys()) {
        if (total <= most) break
        drop(oldest)
      }
    },
    drop,
  }
}
