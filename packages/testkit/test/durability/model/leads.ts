import { suffix } from './command.ts'
import { type Rule, recordRules, toChange } from './records.ts'
import { allowed, changes, put, rowOf } from './world.ts'

interface Given {
  readonly name?: string
  readonly companyName?: string
}

const nothing = { companyId: null, contactId: null, dealId: null }

export const leadRules: Record<string, Rule> = {
  ...recordRules('lead', () => undefined),
  create({ world, actor, command }) {
    allowed(actor.name !== 'viewer')
    const values = { companyName: null, ...(command.input as Given), stage: 'new', ...nothing }
    return rowOf(world.add('lead', String(command.label), actor.user, values))
  },
  update(call) {
    const thing = toChange(call, 'lead')
    put(thing, call.command.input as Record<string, unknown>)
    return rowOf(thing)
  },
  /** A company where one was named, a contact, and a deal: once. */
  convert({ world, actor, command }) {
    allowed(actor.name !== 'viewer')
    const lead = world.seen(actor, 'lead', command.id)
    const ids = () => [lead.values.companyId, lead.values.contactId, lead.values.dealId]
    if (lead.values.dealId !== null) return { converted: false, ids: ids() }
    allowed(changes(actor, lead))
    const { companyName, name } = lead.values
    const [label, owner] = [String(command.label), lead.ownerId ?? actor.user]
    const company =
      companyName === null
        ? null
        : world.add('company', suffix(label, 0), owner, { externalId: null, city: null, name: companyName }).label
    const contact = world.add('contact', suffix(label, 1), owner, { name, companyId: company }).label
    const deal = { title: companyName ?? name, companyId: company, amount: null, currency: null, lostReason: null }
    const dealId = world.add('deal', suffix(label, 2), owner, { ...deal, stage: 'qualified' }).label
    put(lead, { companyId: company, contactId: contact, dealId })
    put(lead, { stage: 'converted' })
    return { converted: true, ids: ids() }
  },
}
