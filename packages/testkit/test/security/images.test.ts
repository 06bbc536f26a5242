import { type CoreTypes, type Crm, type Grant, isCrmError, type Role } from '@guanxi/core'
import { dumpOf, Random, testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { callerOf } from '../../src/caller.ts'
import { onBoth } from '../both.ts'

// Who may write what is on his side of a line (his own, his region's, his team's, a stage's, a customer's whom he sees) tries
// to bring things over it: what was there and what would be there must both be on his side.

type Grants = Readonly<Record<string, Grant>>
/** A value of the field on his side, and one on the other. */
type Sides = readonly [inside: unknown, outside: unknown]
/** What records are related to, in the west and in the east; and a company of another tenant, in the west. */
type Related = Readonly<Record<'companies' | 'deals' | 'teams' | 'elsewhere', Sides>>

interface Line {
  readonly resource: string
  readonly entity: string
  readonly field: string
  readonly grants: Grants
  readonly sides: Sides | keyof Related
  /** What a record has beside the field. */
  readonly record: Readonly<Record<string, unknown>>
}

const [read, own]: readonly Grant[] = [{ scope: 'all', can: ['read'] }, { scope: 'own' }] as const
const west: Grant = { scope: { region: 'west' } }
const through = (relation: string): Grant => ({ scope: { through: [relation] } })
const owners: Sides = ['u_a', 'u_b']
const [name, title, of] = ['x', 'x', { companyId: 'companies' }] as const
const customers = (entity: string) => ({ company: west, [entity]: through('company') })

const line = (
  resource: string,
  entity: string,
  field: string,
  sides: Line['sides'],
  grants: Grants,
  record: Line['record'],
): Line => ({ resource, entity, field, sides, grants, record })

const lines: readonly Line[] = [
  line('companies', 'company', 'region', ['west', 'east'], { company: west }, { name }),
  line('companies', 'company', 'ownerId', owners, { company: own }, { name }),
  line('leads', 'lead', 'ownerId', owners, { lead: own }, { name }),
  line('tasks', 'task', 'ownerId', owners, { task: own }, { title }),
  line('deals', 'deal', 'ownerId', owners, { deal: own, company: read }, { title, ...of }),
  line(
    'deals',
    'deal',
    'stage',
    ['qualified', 'proposal'],
    { deal: { scope: { stage: 'qualified' } }, company: read },
    { title, ...of },
  ),
  line('deals', 'deal', 'companyId', 'companies', customers('deal'), { title }),
  line('contacts', 'contact', 'companyId', 'companies', customers('contact'), { name }),
  line('contacts', 'contact', 'companyId', 'elsewhere', customers('contact'), { name }),
  line('activities', 'activity', 'companyId', 'companies', customers('activity'), { kind: 'call' }),
  line('orders', 'order', 'companyId', 'companies', customers('order'), {
    placedAt: '2026-03-01T00:00:00Z',
    currency: 'CNY',
  }),
  line('tasks', 'task', 'dealId', 'deals', { deal: { scope: { title: 'west' } }, task: through('deal') }, { title }),
  line(
    'members',
    'member',
    'teamId',
    'teams',
    { team: read, member: { scope: { team: { is: { name: 'west' } } } } },
    { name },
  ),
  line('teams', 'team', 'parentId', 'teams', { team: { scope: { parent: { is: { name: 'west' } } } } }, { name }),
]

/** For each line two roles: `seeing`, which reads what is on the other side as well, and `blind`. */
function roles(): Readonly<Record<string, Role>> {
  const found: Record<string, Role> = {}
  for (const [at, { entity, grants }] of lines.entries()) {
    const more = { ...grants, [entity]: [grants[entity] as Grant, read as Grant] }
    // What it refers to must be there for him.
    const parents = entity === 'team' ? { team: more.team ?? [] } : grants
    found[`blind ${at}`] = { grants: parents }
    found[`seeing ${at}`] = { grants: more }
  }
  return found
}

async function related(crm: Crm<CoreTypes>): Promise<Related> {
  const system = crm.asSystem({ tenant: 'a', reason: 'set up' })
  const sides = async (make: (side: string) => Promise<{ readonly id: string }>): Promise<Sides> => [
    (await make('west')).id,
    (await make('east')).id,
  ]
  const companies = await sides((region) => system.companies.create({ name: region, region }))
  const foreign = await crm.asSystem({ tenant: 'b', reason: 'set up' }).companies.create({ name, region: 'west' })
  return {
    companies,
    elsewhere: [companies[0], foreign.id],
    deals: await sides((side) => system.deals.create({ title: side, companyId: String(companies[0]) })),
    teams: await sides((side) => system.teams.create({ name: side })),
  }
}

/** A call of a resource: its operation, and what that is given. */
type Call = readonly [operation: string, ...given: readonly unknown[]]

interface Attempt {
  readonly what: string
  readonly over: Call
  /** The same on his own side. */
  readonly same: Call
  /** Nobody may, whatever his rights are. */
  readonly never: boolean
}

const forms = ['create', 'createMany', 'upsert', 'out', 'in', 'out by many', 'in by many', 'share', 'tenantId'] as const
type Form = (typeof forms)[number]

/** `ids`: a record on each side. */
function attemptOf({ resource, field, record }: Placed, form: Form, unique: string, { sides, ids }: Placed): Attempt {
  const [inside, outside] = sides
  const by = resource === 'members' ? 'userId' : 'externalId'
  const whole = (value: unknown) => ({ ...record, [by]: unique, [field]: value })
  const put = (id: unknown, value: unknown): Call =>
    field === 'stage' ? ['move', id, { to: value }] : ['update', id, { [field]: value }]
  const putMany = (id: unknown, value: unknown): Call =>
    field === 'stage' ? put(id, value) : ['updateMany', { where: { id }, set: { [field]: value } }]
  const making = (of: unknown): Call => {
    if (form === 'upsert') return ['upsert', { by, record: of }]
    return form === 'createMany' ? ['createMany', [of]] : ['create', of]
  }
  const never = form === 'tenantId' || ids[1] === null
  const what = `${form} ${resource}.${field}`
  const text = ['name', 'title', 'kind'].find((key) => Object.hasOwn(record, key)) ?? 'externalId'
  const other = { [text]: text === 'kind' ? 'note' : 'y' }
  const same: Call = ['update', ids[0], field === 'stage' ? other : { [field]: inside, ...other }]
  switch (form) {
    case 'tenantId':
      return { what, never, over: ['create', { ...whole(inside), tenantId: 'b' }], same: making(whole(inside)) }
    case 'out':
      return { what, never, over: put(ids[0], outside), same }
    case 'in':
      return { what, never, over: put(ids[1] ?? outside, inside), same }
    case 'out by many':
      return { what, never, over: putMany(ids[0], outside), same }
    case 'in by many':
      return { what, never, over: putMany(ids[1] ?? outside, inside), same }
    case 'share': {
      if (resource === 'members' || resource === 'teams') return { what, never, over: put(ids[1], inside), same }
      const share = (id: unknown): Call => ['share', id, { user: 'u_c', level: 'write' }]
      return { what, never, over: share(ids[1] ?? outside), same: share(ids[0]) }
    }
    default:
      return { what, never, over: making(whole(outside)), same: making(whole(inside)) }
  }
}

/** A line in a tenant, with a record on each side; on the other side of another tenant's there is none. */
interface Placed extends Line {
  readonly sides: Sides
  readonly ids: Sides
}

async function placed(crm: Crm<CoreTypes>): Promise<readonly Placed[]> {
  const system = crm.asSystem({ tenant: 'a', reason: 'set up' })
  const known = await related(crm)
  const found: Placed[] = []
  for (const [at, one] of lines.entries()) {
    const { resource, field } = one
    const sides = typeof one.sides === 'string' ? known[one.sides] : one.sides
    const record =
      one.record === undefined
        ? {}
        : Object.fromEntries(
            Object.entries(one.record).map(([key, value]) => [key, value === 'companies' ? known.companies[0] : value]),
          )
    const made = async (value: unknown, side: string) => {
      const key = resource === 'members' ? { userId: `${side}${at}` } : { externalId: `${side}${at}` }
      const row = await callerOf(system, resource)('create', { ...record, ...key, [field]: value })
      return (row as { readonly id: string }).id
    }
    const outside = one.sides === 'elsewhere' ? null : await made(sides[1], 'out')
    found.push({ ...one, record, sides, ids: [await made(sides[0], 'in'), outside] })
  }
  return found
}

/** What became of a call: a refusal's code, or the answer. */
async function outcome(
  scope: object,
  resource: string,
  [operation, ...given]: Call,
  options: object,
): Promise<unknown> {
  try {
    return await callerOf(scope, resource)(operation, ...given, options)
  } catch (error) {
    if (isCrmError(error)) return error.code
    throw error
  }
}

const refusing = new Set(['FORBIDDEN', 'NOT_FOUND', 'REFERENCE_NOT_FOUND', 'UNKNOWN_KEY'])
/** By many, what he may not change is none of those that he asked for. */
const isNone = (answer: unknown) =>
  typeof answer === 'object' && answer !== null && 'count' in answer && answer.count === 0
const refused = (answer: unknown) => refusing.has(String(answer)) || isNone(answer)
/** What happened, in a dry run; undefined: it was none, or refused. */
const factsOf = (answer: unknown) =>
  typeof answer === 'object' && answer !== null && 'facts' in answer && Array.isArray(answer.facts)
    ? answer.facts.length
    : undefined
const granted = (answer: unknown) => (factsOf(answer) ?? 0) > 0
const isVoid = (answer: unknown) => factsOf(answer) === 0

const attempts = process.env.GUANXI_TEST_FULL === '1' ? { sqlite: 2000, postgres: 500 } : { sqlite: 500, postgres: 100 }

onBoth((make, database) => {
  test('S4: nothing is made or moved over a line by whoever may write on one side of it alone', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage, tenancy: 'multi', roles: roles() })
    const known = await placed(crm)
    const before = await dumpOf(storage)
    const random = new Random(20_260_316)
    const problems: string[] = []
    for (let n = 0; n < attempts[database]; n++) {
      const at = n % known.length
      const one = known[at] as Placed
      const { what, over, same, never } = attemptOf(one, random.pick(forms), `u${n}`, one)
      const role = `${random.pick(['blind', 'seeing'])} ${at}`
      const as = (roles: string[]) => crm.as({ tenant: 'a', user: 'u_a', roles })
      const told = (whose: string, call: Call, answer: unknown, fine: boolean) => {
        if (!fine) problems.push(`${role}, ${what}, ${whose} ${JSON.stringify(call)}: ${JSON.stringify(answer)}`)
      }
      const refusal = await outcome(as([role]), one.resource, over, {})
      told('over the line', over, refusal, refused(refusal))
      const answer = await outcome(as([role]), one.resource, same, { dryRun: true })
      told('on his side', same, answer, granted(answer))
      // It is the right that is missing, and nothing else; what nobody may, an administrator may not either.
      const other = await outcome(as(['admin']), one.resource, over, { dryRun: true })
      told('by the administrator', over, other, never ? refused(other) || isVoid(other) : granted(other))
    }
    expect(problems).toEqual([])
    expect(await dumpOf(storage)).toEqual(before)
  })
})
