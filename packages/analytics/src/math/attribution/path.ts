import { invalid } from '@guanxi/core'

/** The touches of one customer, or of all who came the same way. */
export interface Path {
  /** The channels in the order of the touches; one may come again. */
  readonly channels: readonly string[]
  /** How often the path ended in a conversion; 1 unless told. */
  readonly conversions?: number
  /** How often it ended in none; 0 unless told. Only the Markov model looks at it. */
  readonly nulls?: number
  /** What the conversions brought, together; 0 unless told. */
  readonly value?: number
  /** For time decay: how long before the conversion each touch was, in the unit of the half-life. */
  readonly ages?: readonly number[]
}

/** A path with nothing left out, and checked. */
export interface FullPath extends Path {
  readonly conversions: number
  readonly nulls: number
  readonly value: number
}

/** A path with its defaults. */
export function full(path: Path, at: string, aged: boolean): FullPath {
  const { conversions = 1, nulls = 0, value = 0 } = path
  for (const [name, count] of Object.entries({ conversions, nulls, value })) {
    if (!(count >= 0 && Number.isFinite(count))) {
      throw invalid(`${at}.${name}`, 'expected a number of at least 0', `It was ${count}.`)
    }
  }
  const { channels, ages } = path
  if (aged && (ages?.length !== channels.length || !ages.every(Number.isFinite))) {
    throw invalid(`${at}.ages`, 'expected the age of each touch', 'How long before the conversion it was.')
  }
  return { ...path, conversions, nulls, value }
}
