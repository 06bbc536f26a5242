import { invalid } from '@guanxi/core'

/** The parameters in the order of their names; each is positive. */
export function ordered(params: Readonly<Record<string, number>>, names: readonly string[]): number[] {
  return names.map((name) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined
    if (!(value !== undefined && value > 0 && value < Infinity))
      throw invalid(`params.${name}`, 'expected a number above 0')
    return value
  })
}

/** The way back. */
export const named = <Name extends string>(names: readonly Name[], values: readonly number[]): Record<Name, number> =>
  Object.fromEntries(names.map((name, i) => [name, values[i] ?? 0])) as Record<Name, number>

/** A time, or a number of periods. */
export function time(t: number, path = 't'): number {
  if (!(t >= 0 && t < Infinity)) throw invalid(path, 'expected a time of 0 or more')
  return t
}
