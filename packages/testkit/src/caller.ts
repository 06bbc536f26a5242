/** Calls an operation of a resource by its name, as a program that knows no types does. */
export type Call = (operation: string, ...parameters: readonly unknown[]) => unknown

/** The operations of a resource, such as `deals`. */
export function callerOf(scope: object, resource: string): Call {
  type Methods = Readonly<Record<string, (...parameters: readonly unknown[]) => unknown>>
  const methods = (scope as Readonly<Record<string, Methods>>)[resource] ?? {}
  return (operation, ...parameters) => {
    const method = methods[operation]
    if (method === undefined) throw new TypeError(`${resource} has no ${operation}`)
    return method(...parameters)
  }
}
