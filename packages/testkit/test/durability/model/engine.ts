import { type CoreTypes, type Crm, isCrmError, type Row } from '@guanxi/core'
import { actors, type Command, type Seen, suffix } from './command.ts'

type Call = (...given: readonly unknown[]) => Promise<unknown>
type Resources = Readonly<Record<string, Readonly<Record<string, Call>>>>

const fields: Readonly<Record<string, readonly string[]>> = {
  companies: ['name', 'externalId', 'city'],
  deals: ['title', 'companyId', 'amount', 'currency', 'stage', 'lostReason'],
  leads: ['name', 'companyName', 'stage', 'companyId', 'contactId', 'dealId'],
}

/** What the same sequence answers in a tenant of its own, with labels for ids. */
export async function byEngine(
  crm: Crm<CoreTypes>,
  tenant: string,
  commands: readonly Command[],
): Promise<readonly Seen[]> {
  const labels = new Labels()
  const seen: Seen[] = []
  for (const { as, ...command } of commands) {
    const me = crm.as({ tenant, ...actors[as] })
    const run = (scope: unknown, one: Omit<Command, 'as'>) => answer(scope as Resources, one, labels)
    try {
      if (command.op !== 'transaction') seen.push(await run(me, command))
      else
        seen.push(
          await me.transaction(async (tx) => {
            const all: Seen[] = []
            for (const step of command.steps ?? []) all.push(await run(tx, step))
            return all
          }),
        )
    } catch (error) {
      if (!isCrmError(error)) throw error
      seen.push(error.code)
    }
  }
  return seen
}

async function answer(scope: Resources, command: Omit<Command, 'as'>, labels: Labels): Promise<Seen> {
  const { op, id, input, ifVersion, label = '' } = command
  const [resource = '', name = ''] = op.split('.')
  const call: Call = async (...given) => scope[resource]?.[name]?.(...given)
  const options = ifVersion === undefined ? {} : { ifVersion }
  const row = (found: unknown) => labels.row(resource, found as Row)
  const given = labels.resolve(input)
  const one = labels.resolve(id)
  switch (name) {
    case 'get': {
      const include = resource === 'companies' ? { tags: true } : resource === 'deals' ? { lines: true } : {}
      const found = (await call(one, { include })) as Row
      return { ...row(found), ...listsOf(found) }
    }
    case 'list':
      return pages(call, given as object, labels)
    case 'create': {
      const made = (await call(given, options)) as Row
      labels.add(label, made.id)
      return row(made)
    }
    case 'createMany': {
      const { ids } = (await call(given, options)) as { ids: readonly string[] }
      for (const [n, made] of ids.entries()) labels.add(suffix(label, n), made)
      return ids.map((made) => labels.of(made))
    }
    case 'upsert': {
      const { created, record } = (await call({ by: 'externalId', ...(given as object) }, options)) as {
        created: boolean
        record: Row
      }
      if (created) labels.add(label, record.id)
      return { created, record: row(record) }
    }
    case 'updateMany':
    case 'deleteMany':
      return call(given, options)
    case 'share':
    case 'unshare': {
      const members = (await call(one, given, options)) as readonly { user: string; level: string }[]
      return members.map(({ user, level }) => `${user} ${level}`)
    }
    case 'convert': {
      const became = (await call(one, given, options)) as Row
      const ids = [became.companyId, became.contactId, became.dealId]
      if (became.converted === true) for (const [n, made] of ids.entries()) labels.add(suffix(label, n), made)
      return { converted: became.converted, ids: ids.map((made) => labels.of(made)) }
    }
    case 'delete':
      await call(one, options)
      return 'done'
    case 'restore':
      return row(await call(one, options))
    default:
      return row(await call(one, given, options))
  }
}

/** All pages, two records each, by name. */
async function pages(call: Call, query: object, labels: Labels): Promise<readonly unknown[]> {
  const found: unknown[] = []
  const orderBy = { [(query as { by?: string }).by ?? 'name']: 'asc' }
  const { where = {} } = query as { where?: object }
  for (let after: string | null = null; ; ) {
    const page = (await call({ where, orderBy, limit: 2, after })) as { items: readonly Row[]; next: string | null }
    found.push(...page.items.map(({ id }) => labels.of(id)))
    if (page.next === null) return found
    after = page.next
  }
}

function listsOf({ tags, lines }: Row) {
  const rows = (lines ?? []) as readonly Row[]
  return {
    ...(tags === undefined ? {} : { tags: (tags as readonly Row[]).map(({ tag }) => String(tag)).toSorted() }),
    ...(lines === undefined
      ? {}
      : { lines: rows.map(({ quantity, unitPrice, total }) => [quantity, unitPrice, total]).toSorted() }),
  }
}

/** Which record is called how. */
class Labels {
  readonly #ids = new Map<string, string>()
  readonly #labels = new Map<unknown, string>()

  add(label: string, id: unknown): void {
    if (typeof id !== 'string') return
    this.#ids.set(label, id)
    this.#labels.set(id, label)
  }

  of(id: unknown): unknown {
    return id === null || id === undefined ? null : (this.#labels.get(id) ?? `unknown ${String(id)}`)
  }

  /** Puts ids where labels stand; a record that was never made has one, too. */
  resolve(value: unknown): unknown {
    if (typeof value === 'string' && value.startsWith('@'))
      return this.#ids.get(value.slice(1)) ?? '00000000-0000-7000-8000-000000000000'
    if (Array.isArray(value)) return value.map((item) => this.resolve(item))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolve(item)]))
  }

  row(resource: string, row: Row): Record<string, unknown> {
    const values = (fields[resource] ?? []).map((name) => [
      name,
      name.endsWith('Id') && name !== 'externalId' ? this.of(row[name]) : row[name],
    ])
    return {
      id: this.of(row.id),
      version: row.version,
      binned: row.deletedAt !== null,
      ownerId: row.ownerId,
      ...Object.fromEntries(values),
    }
  }
}
