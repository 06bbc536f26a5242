import type { Condition, SortKey } from '../../query/index.ts'
import { fieldOf } from '../../schema/index.ts'
import { selectOf } from '../find.ts'
import { one } from './get.ts'
import type { ReadVerb } from './verb.ts'

/** `history`: the stays of a record that the actor may read, oldest first. */
export const history: ReadVerb = async (read) => {
  const row = await one(read)
  const stays = read.engine.system.stageStay
  const eq = (name: string, value: string): Condition => ({
    node: 'compare',
    field: fieldOf(stays, name),
    op: 'eq',
    value,
  })
  const key = (name: string): SortKey => ({ path: { hops: [], field: fieldOf(stays, name) }, direction: 'asc' })
  const found = await read.session.select(
    selectOf(stays, read.caller.actor.tenant, {
      where: { node: 'and', all: [eq('entity', read.entity.name), eq('recordId', row.id as string)] },
      bin: 'with',
      orderBy: [key('enteredAt'), key('id')],
    }),
  )
  return found.map(({ row: { entity: _, recordId: __, ...stay } }) => stay)
}
