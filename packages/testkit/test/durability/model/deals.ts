import { linesOf, type Rule, recordRules, toChange } from './records.ts'
import { type Actor, allowed, put, Refused, reads, rowOf, type Thing, type World } from './world.ts'

interface Line {
  readonly unitPrice: number
  readonly quantity?: number
}

interface Given {
  readonly title?: string
  readonly companyId?: string
  readonly currency?: string
  readonly amount?: number
  readonly lines?: readonly Line[] | { readonly add: readonly Line[] }
}

const pairs = (lines: readonly Line[]): Thing['lines'] =>
  lines.map(({ quantity = 1, unitPrice }) => [quantity, unitPrice])

/** Somebody to sell to, whom the actor sees. */
export function customer(world: World, actor: Actor, label: string): Thing {
  const company = world.find('company', label)
  if (company === undefined || company.binned || !reads(actor, company)) throw new Refused('REFERENCE_NOT_FOUND')
  return company
}

/** With lines, what they come to; an amount has a currency. */
function figured(thing: Thing): void {
  if (thing.lines.length > 0) thing.values.amount = linesOf(thing).reduce((sum, [, , total]) => sum + Number(total), 0)
  if (thing.values.amount !== null && thing.values.currency === null) throw new Refused('INVALID')
}

export const dealRules: Record<string, Rule> = {
  ...recordRules('deal', ({ world }, { values }) => {
    if (values.companyId !== null && world.find('company', `@${values.companyId}`)?.binned !== false)
      throw new Refused('REFERENCE_NOT_FOUND')
  }),
  create({ world, actor, command }) {
    allowed(actor.name !== 'viewer')
    const { lines = [], companyId = '', title, amount = null, currency = null } = command.input as Given
    return world.whole(() => {
      const values = { title, companyId: companyId.slice(1), amount, currency, stage: 'qualified', lostReason: null }
      const thing = world.add('deal', String(command.label), actor.user, values)
      thing.lines = pairs(lines as readonly Line[])
      figured(thing)
      customer(world, actor, companyId)
      return rowOf(thing)
    })
  },
  update(call) {
    const thing = toChange(call, 'deal')
    const { lines, ...values } = call.command.input as Given
    return call.world.whole(() => {
      const before = JSON.stringify([thing.values, thing.lines])
      Object.assign(thing.values, values)
      if (lines !== undefined) thing.lines = 'add' in lines ? [...thing.lines, ...pairs(lines.add)] : pairs(lines)
      figured(thing)
      // Lines that are replaced are others, whatever is in them.
      const replaced = Array.isArray(lines) && lines.length > 0
      if (replaced || JSON.stringify([thing.values, thing.lines]) !== before) thing.version++
      return rowOf(thing)
    })
  },
  move(call) {
    const thing = toChange({ ...call, command: { ...call.command, input: {} } }, 'deal')
    const { to, set = {} } = call.command.input as { to: string; set?: Record<string, unknown> }
    const { stage, lostReason } = thing.values
    if (stage === 'won' || stage === 'lost' || stage === to) throw new Refused('TRANSITION_NOT_ALLOWED')
    if (to === 'lost' && (set.lostReason ?? lostReason ?? null) === null) throw new Refused('INVALID')
    put(thing, { ...set, stage: to })
    return rowOf(thing)
  },
}
