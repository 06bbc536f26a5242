import type { Ticket } from '../ticket/ticket.ts'
import type { AgentSkill, AgentState } from './agent.ts'
import type { Row } from './inside.ts'
import type { Queue } from './queue.ts'
import type { TicketWait } from './wait.ts'

// What the engine has read is what the entity says.

export const ticketOf = (row: Row): Ticket => row as unknown as Ticket
export const queueOf = (row: Row): Queue => row as unknown as Queue
export const stateOf = (row: Row): AgentState => row as unknown as AgentState
export const skillOf = (row: Row): AgentSkill => row as unknown as AgentSkill
export const waitOf = (row: Row): TicketWait => row as unknown as TicketWait
