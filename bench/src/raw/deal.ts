import * as z from 'zod'
import { me, stages } from '../sample.ts'
import { auditOf, outboxOf, type Parameters } from './record.ts'

const moveInput = z.strictObject({ to: z.string(), set: z.strictObject({}).optional() })

const probabilities: Readonly<Record<string, number>> = { qualified: 0.1, proposal: 0.4, negotiation: 0.7 }

/** A deal as the drivers give it. */
export interface Deal {
  readonly id: string
  readonly version: number
  readonly ownerId: string
  readonly pipeline: string
  readonly stage: string
  readonly stageSince: string
  readonly closedAt: string | null
  readonly amount: number | null
}

export const stayColumns =
  'tenant, id, entity, record_id, pipeline, stage, entered_at, left_at, duration, actor, amount, probability'

/** The stage that a move asks for. */
export const parseMove = (raw: unknown): string => moveInput.parse(raw).to

/** What a move writes, and the record as the caller gets it. */
export function movedDeal(before: Deal | undefined, to: string, newId: () => string, now: number) {
  if (before === undefined || before.ownerId !== me.user) throw new Error('no such deal')
  if (before.closedAt !== null || before.stage === to || !stages.some((stage) => stage === to))
    throw new Error(`not from ${before.stage} to ${to}`)
  const at = new Date(now).toISOString()
  const { id, pipeline, stage, stageSince } = before
  const version = before.version + 1
  const deal = { ...before, updatedAt: at, version, stage: to, stageSince: at }
  const update: Parameters = [at, version, to, at, 'default', id, before.version]
  const left: Parameters = [at, now - Date.parse(stageSince), 'default', 'deal', id]
  const stay: Parameters = [
    'default',
    newId(),
    'deal',
    id,
    pipeline,
    to,
    at,
    null,
    null,
    me.user,
    before.amount,
    probabilities[to] ?? 0,
  ]
  const about = { entity: 'deal', id, version, at }
  const changes = { stage: [stage, to], stageSince: [stageSince, at] }
  const audit = auditOf(newId(), about, 'deals.move', 'move', changes)
  const outbox = outboxOf(newId(), about, 'deal.moved', { record: deal, from: stage, to })
  return { deal, update, left, stay, audit, outbox }
}
