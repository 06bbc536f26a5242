import { invalid } from '@guanxi/core'
import { secondsOf } from '../sla/duration.ts'
import type { Invitation } from './invitation.ts'
import type { Reachable } from './reachable.ts'

/**
 * When customers are asked, and what is done about a low score.
 *
 * @example
 * const rules: SurveyRules = { delay: 'PT4H', alertBelow: 7, supervisor: 'u_lead', when: { type: { ne: 'task' } } }
 */
export interface SurveyRules {
  /** So long after a ticket was solved; `PT24H` unless told. */
  readonly delay?: string
  /** So long he may answer; `P14D` unless told. */
  readonly expires?: string
  /** A score below this one, of 0 to 10, is a matter for the supervisor; 6 unless told. */
  readonly alertBelow?: number
  /** A user; unless told, the manager of whoever has the ticket. */
  readonly supervisor?: string
  /** What a ticket with a low score is tagged with; `low_csat` unless told. */
  readonly tag?: string
  /** A `Where` over tickets: about which customers are asked. Unless told, all but what devices report. */
  readonly when?: Readonly<Record<string, unknown>>
}

/**
 * Asks customers how it was, some time after their ticket is solved. Links are made of the secret: the same in every process, and
 * nobody else's to know.
 *
 * @example
 * const survey: SurveyOptions = {
 *   secret: 'a long text that nobody knows',
 *   async send({ token, contact, ticket, key }) {
 *     await fetch('https://mail.example/send', {
 *       method: 'POST',
 *       headers: { 'idempotency-key': key },
 *       body: JSON.stringify({ to: contact.email, text: `#${ticket.number}: https://example.com/survey/${token}` }),
 *     })
 *   },
 * }
 * const plugin = tickets({ survey })
 */
export interface SurveyOptions {
  readonly secret: string
  /** Brings the question to the customer. It may be tried again after half of it was done, with the same `key`. */
  send(invitation: Invitation): Promise<void>
  /** Whether the customer can be written to now; who cannot be is not asked. A channel may have closed its session. */
  readonly reachable?: Reachable
  /** For all tenants, or for each its own. */
  readonly rules?: SurveyRules | ((tenant: string) => SurveyRules)
}

const usual = { delay: 'PT24H', expires: 'P14D', alertBelow: 6, tag: 'low_csat', when: { channel: { ne: 'device' } } }

/** What holds for a tenant. */
export function rulesOf(
  { rules = {} }: SurveyOptions,
  tenant: string,
): SurveyRules & Required<Omit<SurveyRules, 'supervisor'>> {
  const own = { ...usual, ...(typeof rules === 'function' ? rules(tenant) : rules) }
  for (const name of ['delay', 'expires'] as const)
    if (secondsOf(own[name]) === undefined)
      throw invalid(`survey.rules.${name}`, 'expected a duration of days, hours, minutes or seconds, such as PT24H')
  return own
}

/** What the host gives is sound when the plugin is made, and not when the first ticket is solved. */
export function checkSurvey(options: SurveyOptions | undefined): void {
  if (options === undefined) return
  if (options.secret.length < 16) throw invalid('survey.secret', 'is shorter than 16 characters')
  if (typeof options.rules !== 'function') rulesOf(options, '')
}
