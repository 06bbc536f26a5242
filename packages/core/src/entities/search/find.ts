import { invalid, isCrmError } from '../../error/index.ts'
import type { HandlersOf } from '../../plugin/index.ts'
import { compareValues, isSearchable } from '../../query/index.ts'
import type { EntityIR, Row, Schema } from '../../schema/index.ts'
import { callsOn } from '../calls-on.ts'
import type { CoreTypes } from '../core-types.ts'
import type { searchOperations } from './contracts.ts'

type Match = 'exact' | 'prefix' | 'part'
const best: readonly Match[] = ['exact', 'prefix', 'part']

/** The search of any entity. */
interface Searched {
  search(query: object): Promise<{ readonly items: readonly { readonly match: Match; readonly record: Row }[] }>
}

interface Found {
  readonly entity: string
  readonly id: string
  readonly match: Match
  readonly record: Record<string, unknown>
  readonly name: string
}

/** Each entity is searched as the actor; what he may not read at all is left out, unless he has named it. */
export const searchHandlers: HandlersOf<CoreTypes, typeof searchOperations> = {
  search: {
    async find({ crm, schema }, { text, entities, limit = 20 }) {
      const found: Found[] = []
      for (const entity of searchedIn(schema, entities)) {
        try {
          const { items } = await callsOn<Searched>(crm, entity.plural).search({ text, limit })
          found.push(...items.map(({ match, record }) => foundOf(entity, match, record)))
        } catch (error) {
          if (entities !== undefined || !isCrmError(error, 'FORBIDDEN')) throw error
        }
      }
      return {
        items: found
          .toSorted(bestFirst)
          .slice(0, limit)
          .map(({ name: _, ...hit }) => hit),
      }
    },
  },
}

function searchedIn(schema: Schema, names: readonly string[] | undefined): readonly EntityIR[] {
  const searchable = [...schema.entities.values()].filter(
    (entity) => entity.keeping === 'full' && entity.ownedBy === undefined && isSearchable(entity),
  )
  if (names === undefined) return searchable
  const named = names.map((name, index) => {
    const entity = searchable.find((one) => one.name === name)
    if (entity !== undefined) return entity
    throw invalid(`entities[${index}]`, `expected one of ${searchable.map((one) => one.name).join(', ')}`)
  })
  return [...new Set(named)]
}

function foundOf(entity: EntityIR, match: Match, record: Row): Found {
  const label = [...entity.fields.values()].find(({ search }) => search === true)
  const name = label === undefined ? '' : String(record[label.name] ?? '')
  return { entity: entity.name, id: String(record.id), match, record: { ...record }, name }
}

const bestFirst = (a: Found, b: Found): number =>
  best.indexOf(a.match) - best.indexOf(b.match) ||
  compareValues(a.name, b.name) ||
  compareValues(a.entity, b.entity) ||
  compareValues(a.id, b.id)
