import { notOver } from '../customers/churn.ts'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { dayOf, type Window, windowOf } from '../period/window.ts'
import { knownBy } from '../purchases/scope.ts'
import { currentOf } from './current.ts'
import { changeDefinitions } from './definitions.ts'

export interface GoalAsked extends Window {
  readonly goalId: string
  readonly currency?: string | undefined
  readonly asOf?: string | undefined
}

/** How far a goal is reached by what its figure was in a window. */
export async function goalProgress(inside: Inside, asked: GoalAsked) {
  const goal = await inside.crm.goals.get(asked.goalId)
  const { currency, asOf } = asked
  const known = knownBy(inside, { currency, asOf })
  const window = windowOf(asked, inside)
  const current = await currentOf(inside, goal.metric, { window, known, currency })
  const { value, n, interval, excluded, rows } = current
  const { name, metric, start, target, due } = goal
  const progress = value === null ? null : (value - start) / (target - start)
  const today = dayOf(known.asOf, inside)
  const expected = elapsed(dayOf(goal.createdAt, inside), due, today)
  const data = {
    ...{ name, metric, start, target, due },
    current: value,
    n,
    interval: interval === null ? null : ([interval[0], interval[1]] satisfies [number, number]),
    progress,
    expected,
    status: statusOf({ progress, expected, over: today > due }),
  }
  return explain(data, {
    of: changeDefinitions.goalProgress,
    asOf: known.asOf,
    zone: inside.zone,
    rows,
    excluded,
    warnings: [...notOver(window.from, window.to, known.until), ...current.warnings],
  })
}

/** The part of the days from one to another that is over. */
function elapsed(from: string, to: string, today: string): number {
  const days = (a: string, b: string) => (Date.parse(b) - Date.parse(a)) / 86_400_000
  const all = days(from, to)
  return all <= 0 ? 1 : Math.min(1, Math.max(0, days(from, today) / all))
}

interface State {
  readonly progress: number | null
  readonly expected: number
  readonly over: boolean
}

/** A hair below the goal is the goal: .3 − .1 is not exactly .2. */
const reached = 1 - 1e-9

function statusOf({ progress, expected, over }: State) {
  if (progress === null) return 'unknown' as const
  if (progress >= reached) return 'reached' as const
  if (over) return 'missed' as const
  return progress >= expected ? ('on_track' as const) : ('behind' as const)
}
