// A clock as anybody would build one who has time: it looks at every minute. It shares nothing with what it checks.

const minute = 60_000

/** What happens at a minute. */
export interface Step {
  readonly at: number
  readonly what: 'message' | 'reply' | 'note' | 'pending' | 'hold' | 'open' | 'solve' | 'look'
}

export type Watched = 'first_reply' | 'next_reply' | 'resolution' | 'agent_work' | 'requester_wait'

export interface Story {
  readonly metric: Watched
  readonly state: string
  readonly consumed: number
  readonly breachedAt: number | null
  readonly fulfilledAt: number | null
  /** When it would be late, were nothing to happen; undefined if that is not asked of it. */
  readonly dueAt: number | null | undefined
}

interface Hand {
  readonly metric: Watched
  readonly target: number
  state: 'running' | 'paused' | 'breached' | 'fulfilled' | 'cancelled'
  used: number
  due: number | null
  breachedAt: number | null
  fulfilledAt: number | null
}

/** The shops that the oracle knows: hours of weekdays in a zone, and days off. */
export interface Shop {
  readonly zone: string
  /** From hour to hour, on Monday to Friday. */
  readonly hours: readonly (readonly [number, number])[]
  readonly off: readonly string[]
}

/** Whether a shop is open, asked minute by minute of the clock on its wall. */
export function doorOf({ zone, hours, off }: Shop): (at: number) => boolean {
  const wall = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  })
  const known = new Map<number, boolean>()
  return (at) => {
    let open = known.get(at)
    if (open === undefined) {
      const part = Object.fromEntries(wall.formatToParts(at).map(({ type, value }) => [type, value]))
      const now = Number(part.hour) + Number(part.minute) / 60
      const day = `${part.year}-${part.month}-${part.day}`
      open =
        !['Sat', 'Sun'].includes(String(part.weekday)) &&
        !off.includes(day) &&
        hours.some(([from, to]) => now >= from && now < to)
      known.set(at, open)
    }
    return open
  }
}

const stillIn: Record<Watched, readonly string[]> = {
  first_reply: [],
  next_reply: [],
  resolution: ['pending', 'hold'],
  agent_work: ['pending', 'hold'],
  requester_wait: ['pending'],
}

/** Tells what became of the promises about a ticket that was opened at a minute. Targets are minutes. */
export function walk(
  opened: number,
  steps: readonly Step[],
  end: number,
  targets: Readonly<Record<Watched, number>>,
  isOpen: (at: number) => boolean,
): readonly Story[] {
  const all: Hand[] = []
  const hand = (metric: Watched): Hand | undefined =>
    all.findLast((one) => one.metric === metric && !['fulfilled', 'cancelled'].includes(one.state))
  const begin = (metric: Watched) => {
    const before = all.findLast((one) => one.metric === metric)
    const carried = metric === 'first_reply' || metric === 'next_reply' ? undefined : before
    const used = carried?.used ?? 0
    const breachedAt = carried?.breachedAt ?? null
    const state = breachedAt !== null && used >= targets[metric] ? 'breached' : 'running'
    all.push({ metric, target: targets[metric], state, used, due: null, breachedAt, fulfilledAt: null })
  }
  let stage = 'open'
  let answered = false
  begin('first_reply')
  for (const metric of ['resolution', 'agent_work', 'requester_wait'] as const) begin(metric)

  for (let now = opened, next = 0; now <= end; now += minute) {
    for (const one of all) if (one.state === 'running' && one.used >= one.target) one.due ??= now
    for (const one of all)
      if (one.state === 'running' && one.due !== null && now > one.due) {
        one.state = 'breached'
        one.breachedAt = one.due
      }
    for (let step = steps[next]; step !== undefined && step.at === now; step = steps[++next]) happen(step, now)
    for (const one of all) if (one.state === 'running' && one.used >= one.target) one.due ??= now
    if (now === end) break
    const business = isOpen(now)
    for (const one of all) if (business && (one.state === 'running' || one.state === 'breached')) one.used++
  }

  function happen({ what }: Step, now: number): void {
    const finish = (one: Hand | undefined, state: 'fulfilled' | 'cancelled') => {
      if (one === undefined) return
      one.state = state
      if (state === 'fulfilled') one.fulfilledAt = now
      if (state === 'fulfilled' && one.due === now && one.breachedAt === now) one.breachedAt = null
    }
    if (what === 'look')
      for (const one of all)
        if (one.state === 'running' && one.used >= one.target) {
          one.due ??= now
          one.state = 'breached'
          one.breachedAt = one.due
        }
    if (what === 'message') {
      if (!answered && hand('first_reply') === undefined) begin('first_reply')
      if (answered && hand('next_reply') === undefined) begin('next_reply')
      if (stage !== 'open') to('open')
    }
    if (what === 'reply') {
      finish(hand('first_reply'), 'fulfilled')
      finish(hand('next_reply'), 'fulfilled')
      answered = true
    }
    if (what === 'solve') to('solved')
    if (what === 'pending' || what === 'hold' || what === 'open') to(what)

    function to(there: string) {
      if (there === stage) return
      const was = stage
      stage = there
      if (there === 'solved') {
        for (const metric of ['resolution', 'agent_work', 'requester_wait'] as const) finish(hand(metric), 'fulfilled')
        finish(hand('first_reply'), 'cancelled')
        finish(hand('next_reply'), 'cancelled')
      }
      if (was === 'solved') for (const metric of ['resolution', 'agent_work', 'requester_wait'] as const) begin(metric)
      for (const one of all) {
        if (one.state === 'fulfilled' || one.state === 'cancelled') continue
        const still = stillIn[one.metric].includes(stage)
        if (still) one.state = 'paused'
        else if (one.state === 'paused')
          one.state = one.breachedAt !== null && one.used >= one.target ? 'breached' : 'running'
        if (still) one.due = null
      }
    }
  }

  return all.map(({ metric, state, used, breachedAt, fulfilledAt, target, due }) => ({
    ...{ metric, state, breachedAt, fulfilledAt },
    consumed: used * 60,
    dueAt: state === 'running' ? (due ?? ahead(end, target - used, isOpen)) : state === 'paused' ? null : undefined,
  }))
}

/** When so many open minutes will be over. */
function ahead(from: number, open: number, isOpen: (at: number) => boolean): number {
  let [now, left] = [from, open]
  for (; left > 0; now += minute) if (isOpen(now)) left--
  return now
}
