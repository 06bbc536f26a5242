import type { EntityIR, Schema } from '@guanxi/core/storage'
import type { Json } from '../oracle/index.ts'
import type { Random } from '../sample/random.ts'
import type { ConditionMaker } from './conditions.ts'

/*
 * Roles in the shape that `createCrm` takes, spelled once more: nothing here comes from the code under test.
 */
export type PlainScope = 'none' | 'own' | 'team' | 'tree' | 'shared' | 'all' | PlainThrough | Json
export interface PlainThrough {
  readonly through: readonly string[]
}
export type PlainAction = 'read' | 'create' | 'update' | 'delete' | 'move'

export interface PlainGrant {
  readonly scope: PlainScope
  readonly can?: readonly PlainAction[]
  readonly fields?: readonly string[]
  readonly except?: readonly string[]
}

export interface PlainRole {
  readonly grants: Readonly<Record<string, readonly PlainGrant[]>>
  readonly operations: readonly string[]
}

/** The entities whose records are asked for. */
export const asked = [
  'company',
  'contact',
  'deal',
  'dealLine',
  'order',
  'orderLine',
  'refund',
  'exchangeRate',
  'member',
  'team',
  'product',
  'lead',
  'activity',
  'task',
] as const

/** A role with random grants on most entities, and sometimes on all others. */
export function randomRole(random: Random, schema: Schema, maker: ConditionMaker): PlainRole {
  const named = asked.filter((name) => schema.entities.get(name)?.ownedBy === undefined && random.chance(0.75))
  const grants = Object.fromEntries(
    named.map((name) => {
      const entity = schema.entities.get(name) as EntityIR
      return [name, Array.from({ length: random.int(1, 3) }, () => randomGrant(random, entity, maker))] as const
    }),
  )
  const rest = {
    scope: random.pick(['none', 'own', 'team', 'tree', 'shared', 'all'] as const),
    ...randomMask(random, ['name', 'amount', 'total', 'lines', 'ownerId', 'viewer', 'currency', 'reportTotal']),
  }
  const claims = ['companies.claim', 'contacts.claim', 'deals.claim', 'orders.claim', 'leads.claim', 'leads.capture']
  const operations = random.some(['companies.purchases', 'contacts.purchases', ...claims], 0.7)
  return { grants: random.chance(0.5) ? { ...grants, '*': [rest] } : grants, operations }
}

function randomGrant(random: Random, entity: EntityIR, maker: ConditionMaker): PlainGrant {
  // A role may not ask for owners where records have none.
  const owners = entity.one.has('owner') ? (['own', 'own', 'team', 'tree', 'tree'] as const) : []
  const others = ['none', 'shared', 'shared', 'all', 'all', 'where', 'where', 'through', 'through'] as const
  const scope = random.pick([...owners, ...others])
  const through = random.some([...entity.one.keys()], 0.6)
  const open = [...entity.fields.values()].filter((field) => !field.system).map((field) => field.name)
  const can = random.some(['create', 'update', 'delete', 'move'] as const, 0.6)
  return {
    scope: scope === 'where' ? maker.where(entity, random.int(0, 2)) : scope === 'through' ? { through } : scope,
    ...(random.chance(0.3) ? { can: random.chance(0.85) ? ['read', ...can] : can } : {}),
    ...randomMask(random, [...open, ...entity.owns.map(({ name }) => name)]),
  }
}

function randomMask(
  random: Random,
  names: readonly string[],
): { fields?: readonly string[]; except?: readonly string[] } {
  if (random.chance(0.5)) return {}
  return random.chance(0.4) ? { fields: random.some(names, 0.6) } : { except: random.some(names, 0.3) }
}
