import { invalid } from '../../error/index.ts'
import type { ArrangeInput, Arrangement } from '../../schema/index.ts'
import { compared, type Point, type PointKind } from './point.ts'

/** So many are kept of one record. */
const most = 100

/** `phone` and `email` are the primary points of their kind: to give one is the short way to say which that is. */
export const arrangedPoints: Arrangement = { of: ['phone', 'email', 'points'], rule: arrange }

function arrange({ given, owned, place, phones }: ArrangeInput): Readonly<Record<string, unknown>> {
  const there = (owned.points ?? []) as unknown as readonly Point[]
  const listed = given.points as readonly Point[] | undefined
  if (listed !== undefined && listed.length > most) throw invalid('points', `expected at most ${most}`)
  const told = toldPrimaries(listed ?? [], there, (index) => place('points', index))
  let points = listed === undefined ? there : onePrimary(listed, (one) => told.get(one.kind) === one, wasPrimary(there))
  for (const kind of ['phone', 'email'] as const) {
    const value = given[kind] as string | null | undefined
    if (value === undefined) continue
    if (value === null) {
      points = withoutPrimary(points, kind)
      continue
    }
    const fresh = { kind, value, ...compared(kind, value, phones, kind), primary: true, label: null }
    if (told.has(kind) && told.get(kind)?.normal !== fresh.normal)
      throw invalid(kind, `points has another primary ${kind}`)
    points = withPrimary(points, fresh, listed === undefined)
  }
  const normalOf = (kind: PointKind) => points.find((one) => one.kind === kind && one.primary)?.normal ?? null
  return { points, phone: normalOf('phone'), email: normalOf('email') }
}

/** The primaries that were given as such, not those that only stay. */
function toldPrimaries(listed: readonly Point[], there: readonly Point[], place: (index: number) => string) {
  const told = new Map<PointKind, Point>()
  for (const [index, one] of listed.entries()) {
    if (!one.primary || there.includes(one)) continue
    if (told.has(one.kind)) throw invalid(`${place(index)}.primary`, `there is another primary ${one.kind}`)
    told.set(one.kind, one)
  }
  return told
}

function wasPrimary(there: readonly Point[]): (point: Point) => boolean {
  const ids = new Set(there.flatMap((one) => (one.primary ? [one.id] : [])))
  return ({ id }) => id !== undefined && ids.has(id)
}

/** Of each kind one primary: the first that one of the choices names, else the first. */
function onePrimary(points: readonly Point[], ...choices: readonly ((point: Point) => boolean)[]): readonly Point[] {
  const chosen = new Set<Point>()
  for (const kind of new Set(points.map((one) => one.kind))) {
    const own = points.filter((one) => one.kind === kind)
    const choice = choices.map((fits) => own.find(fits)).find((one) => one !== undefined) ?? own[0]
    if (choice !== undefined) chosen.add(choice)
  }
  return points.map((one) => (one.primary === chosen.has(one) ? one : { ...one, primary: chosen.has(one) }))
}

/** The next one of the kind takes the place of the one that goes. */
function withoutPrimary(points: readonly Point[], kind: PointKind): readonly Point[] {
  const rest = points.filter((one) => one.kind !== kind || !one.primary)
  return onePrimary(rest, (one) => one.primary)
}

/** A point becomes the primary of its kind: one that is there, or it takes the place of the one that was, or comes beside it. */
function withPrimary(points: readonly Point[], fresh: Point, replaces: boolean): readonly Point[] {
  const own = points.filter((one) => one.kind === fresh.kind)
  const same = own.find((one) => one.normal === fresh.normal)
  const former = replaces ? own.find((one) => one.primary) : undefined
  const chosen = same ?? { ...former, ...fresh, label: former?.label ?? null }
  const rest = same ?? former
  const all = rest === undefined ? [...points, chosen] : points.map((one) => (one === rest ? chosen : one))
  return onePrimary(
    all,
    (one) => one === chosen,
    (one) => one.primary,
  )
}
