import { secondsOf } from './duration.ts'
import { type SlaMetric, slaMetrics } from './metric.ts'
import type { Escalation, SlaPolicy } from './policy.ts'
import type { Mark, Terms } from './terms.ts'
import type { WorkTime } from './work-time.ts'

/** What a policy promises for a ticket of this priority. */
export function termsOf(policy: SlaPolicy, priority: string, time: WorkTime): Terms {
  const { id, name, clock, calendarId, pauseOn, escalations } = policy
  const given: Partial<Record<SlaMetric, string>> =
    Object.entries(policy.targets).find(([of]) => of === priority)?.[1] ?? {}
  const targets: Partial<Record<SlaMetric, number>> = {}
  const marks: Partial<Record<SlaMetric, readonly Mark[]>> = {}
  for (const metric of slaMetrics) {
    const target = given[metric]
    if (target === undefined) continue
    targets[metric] = secondsOf(target) ?? 0
    // Two of one name come together.
    const named = new Map(escalations.filter((one) => one.metric === metric).map((one) => [ruleOf(one), markOf(one)]))
    marks[metric] = [...named.values()]
  }
  return { policy: { id, name, clock, calendarId, priority }, time, targets, marks, pauses: pauseOn ?? {} }
}

/** The name of an escalation on its clock. */
export function ruleOf({ at, inHours = false }: Pick<Escalation, 'at' | 'inHours'>): string {
  const when = 'percent' in at ? `${at.percent}%` : 'before' in at ? `before ${at.before}` : `after ${at.after}`
  return inHours ? `${when} in hours` : when
}

function markOf(escalation: Escalation): Mark {
  const { at, inHours = false } = escalation
  const rule = ruleOf(escalation)
  if ('percent' in at)
    return { rule, inHours, warns: at.percent <= 100, after: (target) => (target * at.percent) / 100 }
  const seconds = secondsOf('before' in at ? at.before : at.after) ?? 0
  return 'before' in at
    ? { rule, inHours, warns: true, after: (target) => target - seconds }
    : { rule, inHours, warns: false, after: (target) => target + seconds }
}
