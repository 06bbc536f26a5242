import type { Random } from '@guanxi/testkit'
import { customers } from '../people.ts'
import { at, minute } from './agenda.ts'
import type { Worker } from './agents.ts'
import { caseOf, type Floor, openCase } from './floor.ts'
import { workdays } from './shifts.ts'

/** A few calls a day: who calls is on the screen before anybody speaks. */
export function planCalls(floor: Floor, workers: readonly Worker[], random: Random): void {
  let calls = 0
  for (const day of workdays)
    for (const time of random.some(['09:40', '10:55', '14:20', '16:35'], 0.75)) {
      const caller = random.pick(customers)
      const callId = `call-${++calls}`
      const [first] = workers
      const seconds = random.int(80, 400)
      floor.agenda.plan(at(day, time) + random.int(0, 14) * minute, async () => {
        const worker = workers.find(({ here, agent }) => here && agent.team === '售后') ?? first
        if (worker !== undefined) await answer(floor, worker, { ...caller, callId, seconds })
      })
    }
}

type Caller = (typeof customers)[number] & { readonly callId: string; readonly seconds: number }

async function answer(floor: Floor, { me, agent }: Worker, caller: Caller): Promise<void> {
  const { agenda, log } = floor
  const { callId, phone, seconds, name, company } = caller
  const { matches } = await me.inbound.call({ callId, number: phone, state: 'answered' })
  const contact = matches[0]?.contact
  const [open] = matches[0]?.openTickets ?? []
  const who = `${name} (${company}) calls ${agent.name}`
  if (open !== undefined) {
    await me.tickets.receive(open.id, { body: '电话催促：什么时候处理好？', channel: 'phone' })
    log.add(
      agenda.now,
      caseOf(floor, open.id).number,
      'phone',
      `${who} · on the screen: #${open.number} ${caseOf(floor, open.id).subject}`,
    )
  } else {
    const [subject, body] = ['电话：需要开发票', '请开一张发票。']
    const ticket = { subject, channel: 'phone', contactId: contact?.id, companyId: contact?.companyId }
    const { id } = await me.tickets.open({
      ticket: { ...ticket, ownerId: agent.user },
      message: { body, channel: 'phone' },
    })
    const how = { steps: ['solve'] as const, answers: true, reopens: false, score: undefined }
    const made = await openCase(floor, id, { person: caller, channel: 'web', subject, body, ...how })
    log.add(agenda.now, made.number, 'phone', `${who} · on the screen: nothing open`)
  }
  await me.inbound.call({ callId, number: phone, state: 'ended', duration: seconds })
}
