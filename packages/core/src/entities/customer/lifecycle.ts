import type { Context, EntityHooks } from '../../plugin/index.ts'
import type { Row } from '../../schema/index.ts'
import type { CoreTypes } from '../core-types.ts'
import type { Company } from './company.ts'
import { type Lifecycle, lifecycles } from './lifecycle-field.ts'

const stageOf = (orders: number): Lifecycle => lifecycles[Math.min(orders, 2)] ?? 'repeat'

type Kind = 'company' | 'contact'
type Customers = Readonly<Record<Kind, readonly string[]>>
type Customer = Pick<Company, 'id' | 'lifecycle'>

/** The customers of orders: the company if there is one, else the contact. */
function customersOf(orders: readonly (Row | null)[]): Customers {
  const found = { company: new Set<string>(), contact: new Set<string>() }
  for (const order of orders) {
    if (typeof order?.companyId === 'string') found.company.add(order.companyId)
    else if (typeof order?.contactId === 'string') found.contact.add(order.contactId)
  }
  return { company: [...found.company].toSorted(), contact: [...found.contact].toSorted() }
}

/** Orders keep the life cycle of their customers, in their own transaction. */
export const orderLifecycle: EntityHooks<CoreTypes, 'order'> = {
  async beforeWrite(drafts, { table }) {
    // Nobody comes further than `repeat`: orders of such customers need not wait for each other.
    const grown = drafts.every(({ action }) => action === 'create') ? { lifecycle: { ne: stageOf(2) } } : {}
    const concerned = drafts.filter(({ action, before, input }) => action !== 'update' || moves(before, input))
    const customers = customersOf(concerned.flatMap(({ before, input }) => [before, { ...before, ...input }]))
    for (const entity of ['company', 'contact'] as const)
      if (customers[entity].length > 0) await table(entity).hold(customers[entity], grown)
  },
  async afterWrite(changes, context) {
    const concerned = changes.filter(({ action, before, after }) => action !== 'update' || moves(before, after))
    const customers = customersOf(concerned.flatMap(({ before, after }) => [before, after]))
    const only = concerned.every(({ action }) => action === 'create')
    for (const entity of ['company', 'contact'] as const) {
      const rows = await recordsOf(context, entity, customers[entity])
      await settle(context, entity, only ? rows.filter(({ lifecycle }) => lifecycle !== stageOf(2)) : rows)
    }
  },
}

/** What happened to its orders while a customer was in the bin. */
export const customerLifecycle = (entity: Kind): EntityHooks<CoreTypes, Kind> => ({
  actions: ['restore'],
  afterWrite: (changes, context) =>
    settle(
      context,
      entity,
      changes.map(({ after }) => after),
    ).then(() => undefined),
})

const moves = (before: Row | null, after: Row): boolean =>
  ['companyId', 'contactId'].some((name) => after[name] !== undefined && after[name] !== before?.[name])

async function recordsOf(
  { table }: Context<CoreTypes>,
  entity: Kind,
  ids: readonly string[],
): Promise<readonly Customer[]> {
  return ids.length === 0 ? [] : table(entity).all({ id: { in: ids } })
}

/** Brings the stage of these customers to what follows from their orders; answers how many had another one. */
export async function settle(
  { table, emit }: Pick<Context<CoreTypes>, 'table' | 'emit'>,
  entity: Kind,
  customers: readonly Customer[],
): Promise<number> {
  if (customers.length === 0) return 0
  const via = `${entity}Id` as const
  const ids = customers.map(({ id }) => id)
  const own = entity === 'company' ? {} : { companyId: null }
  const counts = new Map<string | null, number>()
  for (const order of await table('order').each(via, 2, { [via]: { in: ids }, ...own }))
    counts.set(order[via], (counts.get(order[via]) ?? 0) + 1)
  let changed = 0
  for (const { id, lifecycle } of customers) {
    const to = stageOf(counts.get(id) ?? 0)
    if (lifecycle === to) continue
    await table(entity).set(id, { lifecycle: to })
    emit('lifecycle.changed', { entity, recordId: id, from: lifecycle, to }, { entity, recordId: id })
    changed++
  }
  return changed
}
