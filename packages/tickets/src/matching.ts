import { type Context, type CoreTypes, CrmError, isCrmError } from '@guanxi/core'
import type { Ticket } from './ticket/ticket.ts'
import type { TicketsTypes } from './types.ts'

type Inside = Context<CoreTypes & TicketsTypes>
type When = Readonly<Record<string, unknown>>

/** A stored `Where` over tickets is sound when it is written. */
export function checkWhen({ checkQuery }: Inside, when: When, path: string): void {
  try {
    checkQuery('ticket', { where: when })
  } catch (error) {
    throw under(path, error)
  }
}

/** The first of a list, in its order, that each of these tickets matches. */
export async function firstMatching<T extends { readonly when: When }>(
  context: Inside,
  list: readonly T[],
  tickets: readonly Ticket[],
): Promise<ReadonlyMap<string, T>> {
  const found = new Map<string, T>()
  for (const one of list) {
    const left = tickets.filter(({ id }) => !found.has(id))
    if (left.length === 0) break
    for (const id of await matching(context, one.when, left)) found.set(id, one)
  }
  return found
}

async function matching({ table }: Inside, when: When, tickets: readonly Ticket[]): Promise<ReadonlySet<string>> {
  try {
    return await table('ticket').matching(tickets, when)
  } catch (error) {
    // A field that it names is gone: it is for no ticket until it is mended.
    if (isCrmError(error) && unfit.has(error.code)) return new Set()
    throw error
  }
}

const unfit = new Set(['INVALID', 'UNKNOWN_KEY', 'QUERY_TOO_COMPLEX'])

/** The fields and lists of tickets that conditions speak of: of a relation, the field that leads to it. */
export function namesIn(schema: Inside['schema'], conditions: readonly When[]): ReadonlySet<string> {
  const ticket = schema.entities.get('ticket')
  const names = conditions.flatMap((when) =>
    Object.entries(when).flatMap(([key, value]) => {
      if (key === 'and' || key === 'or' || key === 'not') return [...namesIn(schema, [value].flat() as readonly When[])]
      return ticket?.one.get(key)?.via.name ?? key
    }),
  )
  return new Set(names)
}

/** The same problem, at a place inside of a field. */
export function under(field: string, error: unknown): unknown {
  if (!isCrmError(error)) return error
  const { code, details, hint, path } = error
  const place = path === undefined || path === 'where' ? field : `${field}.${path.replace(/^where\./, '')}`
  return new CrmError(code, {
    details: { ...details, path: place },
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  })
}
