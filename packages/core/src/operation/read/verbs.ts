import type { Registered } from '../registry.ts'
import { aggregate } from './aggregate.ts'
import { count } from './count.ts'
import { get } from './get.ts'
import { history } from './history.ts'
import { list } from './list.ts'
import { story } from './story.ts'
import type { ReadVerb } from './verb.ts'

const verbs: ReadonlyMap<string, ReadVerb> = new Map(Object.entries({ get, list, count, aggregate, history, story }))

/** How a record operation reads; undefined for writes and for plugins' own operations. */
export function readVerb({ by, key }: Registered): ReadVerb | undefined {
  return by === 'record' ? verbs.get(key) : undefined
}
