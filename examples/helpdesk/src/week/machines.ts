import type { Random } from '@guanxi/testkit'
import { coldStore, devices } from '../people.ts'
import { at, hour, minute } from './agenda.ts'
import type { Floor } from './floor.ts'
import type { Step } from './matters.ts'

const faults = [
  { code: 'E07', text: '门未关', severity: 'minor' },
  { code: 'E19', text: '压缩机过热', severity: 'major' },
  { code: 'E31', text: '风扇停转', severity: 'warning' },
] as const

/** Now and then a machine reports something; on Tuesday one does not stop. */
export function planMachines(floor: Floor, random: Random): void {
  for (const day of [1, 2, 3, 4, 5, 6])
    for (const serial of random.some(devices, 0.45)) {
      const fault = random.pick(faults)
      const when = at(day, '00:00') + random.int(1, 22) * hour + random.int(0, 59) * minute
      floor.agenda.plan(when, async () => void (await alarm(floor, { serial, ...fault }, ['solve'])))
    }
  planFlood(floor)
}

interface Fault {
  readonly serial: string
  readonly code: string
  readonly text: string
  readonly severity: 'minor' | 'major' | 'warning' | 'critical'
}

/** One report; a new ticket is written down. */
async function alarm(floor: Floor, { serial, code, text, severity }: Fault, steps: readonly Step[]) {
  const { system, agenda, log, cases } = floor
  const heard = await system.inbound.device({ serial, code, text, severity })
  const { result, ticketId } = heard
  if (result !== 'created' || ticketId === null) return heard
  const { number } = await system.tickets.get(ticketId)
  cases.set(ticketId, { id: ticketId, number, subject: `${code} ${text}`, matter: undefined, steps })
  log.add(agenda.now, number, 'device', `${code} ${text} · ${serial}`)
  return heard
}

/** 90 alarms in half an hour are one ticket; it clears, and comes again before half an hour is over. */
function planFlood(floor: Floor): void {
  const { system, agenda, log, cases } = floor
  const fault = { ...coldStore, severity: 'critical' } as const
  for (let i = 0; i < 90; i++)
    agenda.plan(at(2, '14:05') + i * 20_000, async () => {
      const { ticketId, count } = await alarm(floor, fault, ['hold', 'solve'])
      if (count !== 90) return
      const number = cases.get(ticketId ?? '')?.number ?? 0
      log.add(agenda.now, number, 'device', `${fault.code} ${fault.text} · ${count} alarms in half an hour, one ticket`)
    })
  const said = (text: string, { ticketId, result }: { ticketId: string | null; result: string }) => {
    const { number = 0 } = cases.get(ticketId ?? '') ?? {}
    log.add(agenda.now, number, 'device', `${fault.code} ${fault.text} · ${text} (${result})`)
  }
  agenda.plan(at(2, '15:10'), async () => {
    const { serial, code } = fault
    said('it is over by itself', await system.inbound.device({ serial, code, kind: 'clear' }))
  })
  agenda.plan(at(2, '15:32'), async () => said('once more after 22 minutes', await alarm(floor, fault, ['solve'])))
}
