import type { FieldKind } from '@guanxi/core'
import { isInstant } from '@guanxi/core/storage'
import type { Json } from '../oracle/index.ts'
import type { Random } from '../sample/random.ts'
import { fieldName } from '../sample/schema.ts'
import { durations, fragments, samples } from '../sample/values.ts'
import type { Combination } from './coverage.ts'
import { named } from './named.ts'

/** A condition on one field that uses a combination. */
export function leafOf(random: Random, { kind, operator, place }: Omit<Combination, 'hop'>): Json {
  const [op = '', suffix] = operator.split(' ')
  return named(fieldName(kind, place), operandOf(random, kind, op, suffix))
}

function operandOf(random: Random, kind: FieldKind, op: string, suffix: string | undefined): unknown {
  if (suffix === 'null') return op === 'eq' && random.chance(0.5) ? null : { [op]: null }
  if (suffix !== undefined) return { [op]: { [suffix]: random.pick(durations) } }
  switch (op) {
    case 'isNull':
      return { isNull: random.chance(0.5) }
    case 'in':
    case 'notIn':
      return { [op]: Array.from({ length: random.int(0, 4) }, () => someValue(random, kind)) }
    case 'startsWith':
    case 'contains':
      return { [op]: random.pick(fragments) }
    case 'eq':
      return random.chance(0.5) ? someValue(random, kind) : { eq: someValue(random, kind) }
    default:
      return { [op]: someValue(random, kind) }
  }
}

/** A value to compare with: mostly one that rows have, spelled in some way. */
export function someValue(random: Random, kind: FieldKind): unknown {
  if ((kind === 'string' || kind === 'ref') && random.chance(0.05)) return { actor: 'user' }
  const value = random.pick(samples[kind])
  return kind === 'datetime' && random.chance(0.3) ? elsewhere(value as string) : value
}

/** The same instant with another offset. */
function elsewhere(instant: string): string {
  const local = Date.parse(instant) + 8 * 3_600_000
  return isInstant(local) ? new Date(local).toISOString().replace('Z', '+08:00') : instant
}
