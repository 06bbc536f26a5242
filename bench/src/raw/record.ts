import { me } from '../sample.ts'

/** What a statement is given. */
export type Parameters = readonly (string | number | null)[]

/** The record that an audit row or an event is about. */
export interface About {
  readonly entity: string
  readonly id: string
  readonly version: number
  readonly at: string
}

export const auditColumns =
  'tenant, id, at, actor, reason, operation, entity, record_id, version, action, changes, cause'
export const outboxColumns = 'tenant, id, type, at, actor, entity, record_id, version, data, cause, depth, state'

/** The parameters of an audit row. */
export function auditOf(id: string, about: About, operation: string, action: string, changes: object): Parameters {
  const { entity, at, version } = about
  const text = JSON.stringify(changes)
  return ['default', id, at, me.user, null, operation, entity, about.id, version, action, text, null]
}

/** The parameters of an event. */
export function outboxOf(id: string, about: About, type: string, data: object): Parameters {
  const { entity, at, version } = about
  return ['default', id, type, at, me.user, entity, about.id, version, JSON.stringify(data), null, 0, 'new']
}
