import type { Helpdesk } from '../crm.ts'

export const minute = 60_000
export const hour = 60 * minute

/** An instant of the week in Shanghai: `at(2, '14:05')` is Tuesday, at(8) the Monday after. */
export const at = (weekday: number, time: string): number =>
  Date.parse(`2026-09-${String(20 + weekday).padStart(2, '0')}T${time}:00+08:00`)

/** What is going to happen, one thing after another; between them the CRM's worker does what is due. */
export class Agenda {
  readonly #world: Helpdesk
  readonly #afterTick: () => void
  #events: { readonly at: number; readonly run: () => Promise<void> | void }[] = []
  #nextTick = 0

  constructor(world: Helpdesk, afterTick: () => void) {
    this.#world = world
    this.#afterTick = afterTick
  }

  get now(): number {
    return this.#world.clock.now()
  }

  /** What is planned for one time happens in the order in which it was planned. */
  plan(when: number, run: () => Promise<void> | void): void {
    const later = this.#events.findIndex((event) => event.at > when)
    this.#events.splice(later === -1 ? this.#events.length : later, 0, { at: when, run })
  }

  async run(until: number): Promise<void> {
    for (;;) {
      const when = Math.min(this.#events[0]?.at ?? until, until)
      if (this.#nextTick <= when) {
        // What is heard then may be answered before the next event.
        await this.#tick(Math.max(this.#nextTick, this.now))
        continue
      }
      const next = this.#events[0]
      if (next === undefined || next.at > until) return
      this.#events.shift()
      await this.#goTo(next.at)
      await next.run()
    }
  }

  async #tick(when: number): Promise<void> {
    await this.#goTo(when)
    await this.#world.crm.tick()
    this.#nextTick = when - (when % minute) + (byDay(when) ? 30 * minute : 2 * hour)
    this.#afterTick()
  }

  async #goTo(when: number): Promise<void> {
    if (when > this.now) await this.#world.clock.advance(new Date(when).toISOString())
  }
}

/** Whether much is going on: the worker looks every half hour then, and every two hours by night and on days off. */
function byDay(when: number): boolean {
  const hours = (when / hour + 8) % 24
  return hours >= 8 && hours < 19 && (when < at(5, '00:00') || when >= at(8, '00:00'))
}
