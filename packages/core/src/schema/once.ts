/** Makes a value at its first use, and keeps it. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** A value that may be given as the function that makes it, such as a schema: made at its first use. No schema of zod is a function. */
export const deferred = <T extends object>(given: T | (() => T)): (() => T) =>
  typeof given === 'function' ? once(given as () => T) : () => given
