import type { Helpdesk, Me } from '../crm.ts'
import type { Desk } from '../desk.ts'
import type { Log } from '../log.ts'
import type { Agenda } from './agenda.ts'
import type { Matter, Step } from './matters.ts'

/** A ticket of the week, and what is still to be done about it. */
export interface Case {
  readonly id: string
  readonly number: number
  readonly subject: string
  /** Of a customer; a device has none. */
  readonly matter: Matter | undefined
  steps: readonly Step[]
  /** It says once more what another ticket said. */
  repeats?: Case
}

/** What everybody on the floor shares. */
export interface Floor {
  readonly world: Helpdesk
  readonly desk: Desk
  readonly admin: Me
  readonly system: Me
  readonly agenda: Agenda
  readonly log: Log
  /** By the id of the ticket. */
  readonly cases: Map<string, Case>
  /** What has helped, to be told in the summary. */
  readonly tally: Tally
}

export interface Tally {
  suggested: number
  canned: number
}

/** A new ticket of a customer. */
export async function openCase({ system, cases }: Floor, id: string, matter: Matter): Promise<Case> {
  const { number } = await system.tickets.get(id)
  const made: Case = { id, number, subject: matter.subject, matter, steps: matter.steps }
  cases.set(id, made)
  return made
}

export const caseOf = ({ cases }: Floor, id: string): Case => {
  const found = cases.get(id)
  if (found === undefined) throw new Error(`no case ${id}`)
  return found
}
