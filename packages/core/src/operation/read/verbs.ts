import type { Registered } from '../registry.ts'
import { erasures } from '../subject/erasures.ts'
import { exportSubject } from '../subject/verbs.ts'
import { aggregate } from './aggregate.ts'
import { board } from './board.ts'
import { count } from './count.ts'
import { explain } from './explain.ts'
import { explainAccess } from './explain-access.ts'
import { get } from './get.ts'
import { histories } from './histories.ts'
import { history } from './history.ts'
import { list } from './list.ts'
import { owners } from './owners.ts'
import { search } from './search.ts'
import { sharedWith } from './shared-with.ts'
import { story } from './story.ts'
import { timeline } from './timeline.ts'
import type { ReadVerb } from './verb.ts'

const verbs: ReadonlyMap<string, ReadVerb> = new Map(
  Object.entries({
    get,
    list,
    count,
    aggregate,
    board,
    histories,
    history,
    owners,
    search,
    sharedWith,
    story,
    timeline,
    explain,
    explainAccess,
    exportSubject,
    erasures,
  }),
)

/** How a record operation reads; undefined for writes and for plugins' own operations. */
export function readVerb({ by, key }: Registered): ReadVerb | undefined {
  return by === 'record' ? verbs.get(key) : undefined
}
