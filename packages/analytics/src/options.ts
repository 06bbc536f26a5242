import type { RiskSignal } from './lifetime/signals.ts'

/**
 * What a host tells the plugin.
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
