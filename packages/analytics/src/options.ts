import type { RiskSignal } from './lifetime/signals.ts'

/**
 * What a host tells the plugin.
 *
 * @throws CrmError `INVALID`, by `analytics(options)`: a signal whose code or weight cannot be one, whose code is there twice, or that
 * names neither a company nor a contact. What depends on the entities is found by the first question that reads it, an
 * `analytics.churnRisk` of now: `PLUGIN_INVALID` where an entity or a field of a company or contact does not exist, `UNKNOWN_KEY` where
 * a field in `where` does not.
 *
 * @example
 * const options: AnalyticsOptions = {
 *   signals: [{ code: 'open_task', entity: 'task', where: { closedAt: null }, company: 'companyId', weight: 0.2 }],
 * }
 * const plugin = analytics(options)
 */
export interface AnalyticsOptions {
  /** What else tells that a customer may leave: reasons of `churnRisk`. */
  readonly signals?: readonly RiskSignal[]
}
