import { invalid } from '../../error/index.ts'
import type { AnyContext, AnyHooks, Draft } from '../../operation/index.ts'
import { epochOf, localDate } from '../../time/index.ts'

export const activityHooks: AnyHooks = {
  beforeWrite: (changes, context) => fillCustomers(changes, context),
}

export const taskHooks: AnyHooks = {
  async beforeWrite(changes, context) {
    for (const change of changes) settleDue(change, context.zone)
    await fillCustomers(changes, context)
  },
}

/**
 * What is done with a deal or a lead is done with its customer, and what is done with a contact with his company; also
 * where the actor sees only one of them.
 */
async function fillCustomers(changes: readonly Draft[], { table }: AnyContext): Promise<void> {
  await fill(changes, 'dealId', table('deal'))
  await fill(changes, 'leadId', table('lead'))
  await fill(changes, 'contactId', table('contact'))
}

/** Takes the customer of the record that `via` names, where the draft names none. */
async function fill(changes: readonly Draft[], via: string, table: ReturnType<AnyContext['table']>): Promise<void> {
  const missing = changes.flatMap((draft) => {
    const names = ['companyId', 'contactId'].filter((name) => name !== via && lacks(draft, name, via))
    return typeof draft.input[via] === 'string' && names.length > 0 ? [{ draft, names }] : []
  })
  if (missing.length === 0) return
  const ids = [...new Set(missing.map(({ draft }) => draft.input[via]))]
  const found = new Map((await table.all({ id: { in: ids } })).map((row) => [row.id, row]))
  for (const { draft, names } of missing) {
    const row = found.get(draft.input[via])
    for (const name of names) if (typeof row?.[name] === 'string') draft.set({ [name]: row[name] })
  }
}

/** Nothing is given, and nothing is there, or that of somebody else. */
const lacks = ({ before, input }: Draft, name: string, via: string): boolean =>
  input[name] === undefined && (before === null || before[name] === null || before[via] !== input[via])

/** The day of a task follows from its instant; a new day is not the day of an old instant. */
function settleDue({ at, before, input, set }: Draft, zone: string): void {
  const { dueAt, dueOn } = input
  if (typeof dueAt === 'string') {
    const day = localDate(epochOf(dueAt), zone)
    if (typeof dueOn === 'string' && dueOn !== day)
      throw invalid(
        at === '' ? 'dueOn' : `${at}.dueOn`,
        `is not the day of dueAt, which is ${day}`,
        'Give one of the two.',
      )
    set({ dueOn: day })
  } else if (dueOn !== undefined && dueOn !== before?.dueOn && (before?.dueAt ?? null) !== null) set({ dueAt: null })
}
