/** Makes a JSON value smaller step by step, as long as `fails` holds of it. */
export async function shrink<T>(value: T, fails: (smaller: T) => Promise<boolean>, most = 300): Promise<T> {
  let tries = 0
  let best = value
  for (let found = true; found && tries < most; ) {
    found = false
    for (const smaller of smallerThan(best)) {
      if (++tries > most) break
      if (await fails(smaller as T)) {
        best = smaller as T
        found = true
        break
      }
    }
  }
  return best
}

/** Copies with one part left out, or replaced by what is inside of it. */
function* smallerThan(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const i of value.keys()) yield value.toSpliced(i, 1)
    for (const [i, item] of value.entries()) for (const inner of smallerThan(item)) yield value.with(i, inner)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const { [key]: _, ...rest } = value as Record<string, unknown>
      yield rest
      if (key === 'access' && item !== null) yield { ...value, access: null }
      if (key === 'not') yield { ...rest, ...(item as object) }
      if (key === 'and' || key === 'or') for (const part of item as object[]) yield { ...rest, ...part }
      for (const inner of smallerThan(item)) yield { ...value, [key]: inner }
    }
  }
}
