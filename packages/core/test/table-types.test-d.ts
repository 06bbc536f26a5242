// Tables and hooks of a plugin's own: programs that must compile, and programs that must not.
import {
  type Context,
  type CoreTypes,
  type CreateOf,
  type Done,
  defineEntity,
  definePlugin,
  type EntityHooks,
  type EntityOf,
  field,
  type InverseOf,
  type PluginTypes,
  type RowOf,
  type Staged,
  type System,
  type Table,
} from '@guanxi/core'
import * as z from 'zod'

const visit = defineEntity({
  name: 'visit',
  plural: 'visits',
  staged: true,
  fields: {
    companyId: field.ref('company'),
    purpose: field.string().plain(),
    cost: field.money().optional(),
    on: field.date(),
    stops: field.json(() => z.array(z.strictObject({ place: z.string() }))).plain(),
    rank: field.integer().optional().generated(),
  },
  relations: { company: { to: 'company', via: 'companyId', inverse: 'visits' } },
})
const stay = defineEntity({
  name: 'stay',
  plural: 'stays',
  keeping: 'log',
  fields: {
    visitId: field.ref('visit'),
    state: field.enum(['open', 'over']),
    until: field.datetime().optional(),
    seen: field.json(() => z.array(z.string())).plain(),
  },
  relations: { visit: { to: 'visit', via: 'visitId', inverse: 'stays' } },
})
interface Visit extends System, Staged<'planned' | 'done'>, RowOf<typeof visit.fields> {}
interface VisitCreate extends CreateOf<typeof visit.fields> {}
interface Stay extends RowOf<typeof stay.fields> {
  readonly id: string
}
interface VisitTypes extends PluginTypes {
  entities: {
    visit: EntityOf<typeof visit, Visit, VisitCreate>
    stay: { row: Stay; one: { visit: 'visit' } }
    company: { row: { readonly lastVisit: string | null } }
  } & InverseOf<typeof visit> &
    InverseOf<typeof stay>
  operations: {}
  events: {}
}
type Types = CoreTypes & VisitTypes

declare const context: Context<Types>
const { table } = context

const [one] = await table('visit').all(
  { companyId: 'c_1', stage: { in: ['planned'] }, stops: { isNull: false } },
  'with',
)
const row: Visit | undefined = one
const figures: [string, number | null, string, 'planned' | 'done', string | null] | undefined = one && [
  one.on,
  one.cost,
  one.createdAt,
  one.stage,
  one.deletedAt,
]
for await (const page of table('stay').pages({ visit: { is: { purpose: 'x' } } }))
  void page.map(({ seen }) => seen.length)
const orderBy = [{ state: 'asc' }, { visit: { on: 'desc' } }] as const
const first: readonly Stay[] = await table('stay').list({ where: {}, orderBy, limit: 1, lock: 'skip' })
const seen: readonly string[] = []
await table('stay').insert([{ visitId: 'v', state: 'open', seen }])
await table('stay').update({ id: 'x', until: null }, { state: 'over', seen })
await table('stay').delete([{ visitId: 'v' }])
await table('visit').set('v', { rank: 1 })
await table('company').set('c', { lastVisit: null })
await table('visit').matching(await table('visit').hold(['v'], { cost: { gt: 1 } }), {
  and: [{ cost: 1 }, { rank: null }],
})
await table('visit').each('companyId', 2, { stage: 'done' })
/** A condition that somebody has stored is checked when it is asked. */
declare const stored: Readonly<Record<string, unknown>>
await table('visit').count(stored)
void [row, figures, first]

// @ts-expect-error no such entity
table('vist')
// @ts-expect-error an entity by its plural
table('visits')
// @ts-expect-error no such field of a row
one?.purpos
// @ts-expect-error a list that it owns is no field
one?.stays
// @ts-expect-error a log has no versions
first[0]?.version
// @ts-expect-error no such field in a condition
table('visit').all({ purpos: 'x' })
// @ts-expect-error no such value of the enum
table('stay').all({ state: 'closed' })
// @ts-expect-error no such field over a relation
table('stay').pages({ visit: { is: { purpos: 'x' } } })
// @ts-expect-error no such field to sort by
table('stay').list({ where: {}, orderBy: { at: 'asc' }, limit: 1 })
// @ts-expect-error no such field to part by
table('visit').each('company', 2, {})
// @ts-expect-error a field of an inserted row that is none
table('stay').insert([{ visitId: 'v', state: 'open', seen, why: 'x' }])
// @ts-expect-error an inserted row without a field that may not be null
table('stay').insert([{ visitId: 'v', seen }])
// @ts-expect-error an inserted row without a value for it
table('stay').insert([{ visitId: 'v', state: null, seen }])
// @ts-expect-error no such value to change to
table('stay').update({ id: 'x' }, { state: 'closed' })
// @ts-expect-error no such field to match by
table('stay').update({ visit: 'x' }, { state: 'over' })
// @ts-expect-error rows are not matched by JSON
table('stay').delete([{ seen: [] }])
// @ts-expect-error no such field to set
table('company').set('c', { lastVist: null })
// @ts-expect-error a value of another type
table('visit').set('v', { rank: 'first' })
// @ts-expect-error rows of another table
table('visit').matching(first, {})
// @ts-expect-error what a plugin needs and does not name is not there
export const needed = ({ table }: Context<CoreTypes>) => table('visit')

/** A helper says which table it works on. */
export const seatsOf = async (visits: Table<Types, 'visit'>, companyId: string) =>
  (await visits.all({ companyId })).length
await seatsOf(table('visit'), 'c')
// @ts-expect-error it is another one
await seatsOf(table('stay'), 'c')

// Hooks of an entity know its fields, and that a record may have others.
export const visitHooks: EntityHooks<Types, 'visit'> = {
  beforeWrite(changes) {
    for (const { before, input, set } of changes) {
      const purpose: string | undefined = input.purpose ?? before?.purpose
      if (purpose === '') set({ rank: 1 })
    }
  },
  async afterWrite(changes, { table }) {
    const rows: readonly Visit[] = changes.map(({ after }) => after)
    await table('visit').matching(rows, { cost: null })
    const others: readonly unknown[] = changes.map(({ after }) => after.ofSomebodyElse)
    void others
  },
}
/** Hooks that do for any entity. */
export const anyHooks: EntityHooks<PluginTypes> = { beforeWrite: (changes) => void changes[0]?.input.title }
const parts = { id: 'visits', version: '1', entities: [visit, stay], operations: {}, handlers: {} } as const
definePlugin<VisitTypes>({ ...parts, hooks: { visit: [visitHooks, anyHooks], company: anyHooks } })
definePlugin<VisitTypes>({
  ...parts,
  hooks: { company: { afterWrite: ([change]) => void (change?.after.lastVisit satisfies string | null | undefined) } },
})
// @ts-expect-error hooks of another entity
definePlugin<VisitTypes>({ ...parts, hooks: { company: visitHooks } })
// @ts-expect-error hooks of an entity that there is not
definePlugin<VisitTypes>({ ...parts, hooks: { companies: anyHooks } })
// @ts-expect-error a value that the stage does not have
export const over = ({ after }: Done<Visit>) => after.stage === 'over'
