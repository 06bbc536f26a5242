import type { Row } from '@guanxi/core'
import { type EntityIR, entityOf } from '@guanxi/core/storage'
import { callerOf } from '../caller.ts'
import { isAlive, type Rows } from '../rows.ts'
import type { Random } from '../sample/random.ts'
import { spellError } from './ask.ts'
import { isLearnable } from './learnable.ts'
import type { Sight } from './sight.ts'

const nobody = '01890000-0000-7000-8000-ffffffffffff'

/** A write that touches a record which is not there for the actor, and how it was answered unlike for a random id. */
export interface Tell {
  readonly operation: string
  readonly id: string
  readonly hidden: string
  readonly random: string
}

/** Writes to a hidden record, or refers to it: every answer must be that for an id that nobody has. */
export async function probe(random: Random, scope: object, sight: Sight, rows: Rows): Promise<Tell | undefined> {
  const entity = entityOf(
    sight.onlooker.schema,
    random.pick([
      'company',
      'contact',
      'deal',
      'order',
      'refund',
      'lead',
      'activity',
      'task',
      'member',
      'team',
      'product',
    ]),
  )
  const hidden = hiddenRows(sight, entity, rows)
  if (hidden.length === 0) return undefined
  const row = random.pick(hidden)
  const id = String(row.id)
  for (const [operation, call] of calls(scope, sight, entity)) {
    const [told, expected] = [await outcome(() => call(id)), await outcome(() => call(nobody))]
    if (told.replaceAll(id, nobody) !== expected && !isLearnable(told))
      return { operation, id, hidden: told, random: expected }
  }
  return (await claimed(scope, entity, row)) ?? (await captured(scope, entity, row, rows)) ?? clash(scope, entity, row)
}

/** Claims what has an owner: that it has may be learned, and no more. What is nobody's would be his own then. */
async function claimed(scope: object, entity: EntityIR, row: Row): Promise<Tell | undefined> {
  if (!entity.one.has('owner') || row.ownerId === null) return undefined
  const claim = (id: string) => outcome(() => callerOf(scope, entity.plural)('claim', id, {}))
  const [told, expected] = [await claim(String(row.id)), await claim(nobody)]
  if (told === expected || isLearnable(told)) return undefined
  return { operation: `${entity.plural}.claim`, id: String(row.id), hidden: told, random: expected }
}

/** Captures a lead with the phone of a hidden customer: whose he is may be learned, and no more. */
async function captured(scope: object, entity: EntityIR, row: Row, { own }: Rows): Promise<Tell | undefined> {
  const of = (point: Row) => point[`${entity.name}Id`] === row.id && point.kind === 'phone' && isAlive(point)
  const point = own[`${entity.name}Point`]?.find(of)
  if (point === undefined) return undefined
  const input = { name: 'Probe', phone: point.normal }
  const told = await undone(scope, (inside) => outcome(() => callerOf(inside, 'leads')('capture', input)))
  const { status: code, ...details } = JSON.parse(told)
  if (code === undefined || isLearnable(JSON.stringify({ code, details }))) return undefined
  return { operation: 'leads.capture', id: String(row.id), hidden: told, random: 'a conflict' }
}

/** Takes the unique values of a hidden record: what may be learned is that they are taken, not by whom. */
async function clash(scope: object, entity: EntityIR, row: Row): Promise<Tell | undefined> {
  const unique = [...entity.fields.values()].filter((field) => field.unique && (row[field.name] ?? null) !== null)
  for (const { name } of unique) {
    const input = { name: 'Probe', [name]: row[name] }
    const told = await outcome(() => callerOf(scope, entity.plural)('create', input, { dryRun: true }))
    if (told.includes(String(row.id))) {
      return {
        operation: `${entity.plural}.create with ${name}`,
        id: String(row.id),
        hidden: told,
        random: 'not its id',
      }
    }
  }
  return undefined
}

/** Rows that do not exist for him: those that he may not read, and those of the other tenant. */
function hiddenRows(sight: Sight, entity: EntityIR, rows: Rows): readonly Row[] {
  const own = rows.own[entity.name] ?? []
  return [...own.filter((row) => isAlive(row) && !sight.may('read', entity, row)), ...(rows.other[entity.name] ?? [])]
}

type Probe = (id: string) => unknown

function calls(scope: object, sight: Sight, entity: EntityIR): readonly (readonly [string, Probe])[] {
  const { schema } = sight.onlooker
  const own = callerOf(scope, entity.plural)
  const companyId = String(sight.view.all(entityOf(schema, 'company'))[0]?.id ?? nobody)
  const named = (name: string, call: Probe) => [`${entity.plural}.${name}`, call] as const
  const text = entity.fields.has('name') ? { name: 'Probe' } : { externalId: 'probe' }
  const found = [
    named('get', (id) => own('get', id)),
    named('update', (id) => own('update', id, text)),
    named('update to its version', (id) => own('update', id, text, { ifVersion: 1 })),
    named('update, dry', (id) => own('update', id, text, { dryRun: true })),
    named('delete', (id) => own('delete', id)),
    named('delete, dry', (id) => own('delete', id, { dryRun: true })),
    named('restore', (id) => own('restore', id)),
    named('updateMany', (id) => own('updateMany', { where: { id }, set: text })),
    named('deleteMany', (id) => own('deleteMany', { where: { id } })),
  ]
  if (entity.one.has('owner'))
    found.push(
      named('share', (id) => own('share', id, { user: sight.onlooker.user, level: 'write' })),
      named('unshare', (id) => own('unshare', id, { user: sight.onlooker.user })),
      named('sharedWith', (id) => own('sharedWith', id)),
      named('owners', (id) => own('owners', id)),
    )
  if (entity.staged)
    found.push(
      named('move', (id) => own('move', id, { to: 'proposal' })),
      named('history', (id) => own('history', id)),
    )
  for (const [plural, input] of references[entity.name] ?? []) {
    found.push(
      named(`reference of ${plural}`, (id) =>
        callerOf(scope, plural)('create', input(id, companyId), { dryRun: true }),
      ),
    )
  }
  return found
}

type Reference = readonly [plural: string, input: (id: string, companyId: string) => object]
const order = { placedAt: '2026-03-01T00:00:00Z', currency: 'CNY' }

/** How records refer to those of an entity. */
const references: Readonly<Record<string, readonly Reference[]>> = {
  company: [
    ['contacts', (companyId) => ({ name: 'Probe', companyId })],
    ['deals', (companyId) => ({ title: 'Probe', companyId })],
    ['activities', (companyId) => ({ kind: 'call', companyId })],
  ],
  contact: [
    ['orders', (contactId) => ({ ...order, contactId })],
    ['activities', (contactId) => ({ kind: 'call', contactId })],
    ['tasks', (contactId) => ({ title: 'Probe', contactId })],
  ],
  deal: [['activities', (dealId) => ({ kind: 'call', dealId })]],
  lead: [['tasks', (leadId) => ({ title: 'Probe', leadId })]],
  activity: [['activities', (followsId, companyId) => ({ kind: 'call', companyId, followsId })]],
  order: [['refunds', (orderId) => ({ orderId, amount: 1, at: order.placedAt })]],
  product: [['orders', (productId, companyId) => ({ ...order, companyId, lines: [{ productId, unitPrice: 1 }] })]],
  team: [['members', (teamId) => ({ userId: 'probe', name: 'Probe', teamId })]],
}

/** Runs something in a transaction of the scope's that is undone. */
async function undone(scope: object, run: (inside: object) => Promise<string>): Promise<string> {
  const { transaction } = scope as { transaction(run: (inside: object) => Promise<unknown>): Promise<unknown> }
  const undo = new Error('undo')
  let result = 'undefined'
  const inside = async (tx: object) => {
    result = await run(tx)
    throw undo
  }
  await transaction(inside).catch((error: unknown) => {
    if (error !== undo) throw error
  })
  return result
}

async function outcome(call: () => unknown): Promise<string> {
  try {
    return JSON.stringify(await call()) ?? 'undefined'
  } catch (error) {
    return spellError(error)
  }
}
