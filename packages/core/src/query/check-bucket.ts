import { invalid } from '../error/index.ts'
import { isZone } from '../time/index.ts'
import type { Bucket, Path } from './ast.ts'
import { type QueryContext, ZoneTables } from './context.ts'
import { readWord } from './read.ts'

const units = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const

/** The periods that instants or days are put into; of a `bucket` that is there, and its `timeZone`. */
export function checkBucket(
  given: ReadonlyMap<string, unknown>,
  { field: { kind } }: Path,
  path: string,
  context: QueryContext,
): Bucket {
  const unit = readWord(given.get('bucket'), `${path}.bucket`, units)
  if (kind !== 'date' && kind !== 'datetime') throw invalid(`${path}.bucket`, `a ${kind} has no buckets`)
  if (kind === 'date') {
    if (unit === 'hour') throw invalid(`${path}.bucket`, 'a day has no hours')
    if (given.has('timeZone')) throw invalid(`${path}.timeZone`, 'a day has no time zone')
    return { unit, offsets: [] }
  }
  const zone = given.has('timeZone') ? given.get('timeZone') : context.zone
  if (typeof zone !== 'string' || !isZone(zone))
    throw invalid(`${path}.timeZone`, 'expected an IANA time zone', 'Such as Asia/Shanghai.')
  return { unit, offsets: (context.zones ?? new ZoneTables()).of(zone) }
}
