import { CrmError, invalid } from '../../error/index.ts'
import { formatInstant } from '../instant.ts'
import { Block } from './block.ts'
import { openTimes } from './open-times.ts'
import type { Plan } from './plan.ts'

const day = 86_400_000
/** A block of the timeline. Where it begins means nothing. */
const span = 400 * day
const mostBlocks = 16
/** A calendar may be closed for ten years, and not longer. */
const horizon = 3653 * day
const century = 36_525 * day

/** The open times of a plan by epoch milliseconds, made block by block when they are asked for. */
export class Timeline {
  readonly #plan: Plan
  readonly #blocks = new Map<number, Block>()

  constructor(plan: Plan) {
    this.#plan = plan
  }

  isOpen(ms: number): boolean {
    return this.between(ms, ms + 1) === 1
  }

  /** The instant itself if it is open, or when the next time begins. */
  nextOpen(ms: number): number {
    return this.#later(ms, 1) - 1
  }

  /** The instant after so many open milliseconds, or before them if they are negative. */
  add(ms: number, open: number): number {
    if (open === 0) return ms
    return open > 0 ? this.#later(ms, open) : this.#earlier(ms, -open)
  }

  /** The open milliseconds from one instant to another; negative if it is the earlier one. */
  between(from: number, to: number): number {
    if (to < from) return 0 - this.between(to, from)
    if (to - from > century) throw invalid('to', 'is more than a hundred years away', 'Count shorter spans.')
    const [first, last] = [blockOf(from), blockOf(to)]
    let open = this.#block(last).openBefore(to) - this.#block(first).openBefore(from)
    for (let n = first; n < last; n++) open += this.#block(n).total
    return open
  }

  #later(ms: number, open: number): number {
    let n = blockOf(ms)
    let rest = this.#block(n).openBefore(ms) + open
    let closed = ms
    for (; ; n++) {
      const block = this.#block(n)
      if (n !== blockOf(ms)) refuseLong(ms, closed, block.opens ?? (n + 1) * span)
      if (rest <= block.total) return refuseFar(ms, block.reached(rest))
      rest -= block.total
      closed = Math.max(closed, block.closes ?? closed)
      refuseFar(ms, (n + 1) * span)
    }
  }

  #earlier(ms: number, open: number): number {
    let n = blockOf(ms)
    let rest = this.#block(n).openBefore(ms) - open
    let opened = ms
    for (;;) {
      if (rest >= 0) return refuseFar(ms, this.#block(n).resumed(rest))
      opened = Math.min(opened, this.#block(n).opens ?? opened)
      refuseFar(ms, n * span)
      n--
      const block = this.#block(n)
      refuseLong(ms, opened, block.closes ?? n * span)
      rest += block.total
    }
  }

  #block(n: number): Block {
    const known = this.#blocks.get(n)
    if (known !== undefined) return known
    const block = new Block(openTimes(n * span, (n + 1) * span, this.#plan))
    const [oldest] = this.#blocks.keys()
    if (oldest !== undefined && this.#blocks.size >= mostBlocks) this.#blocks.delete(oldest)
    this.#blocks.set(n, block)
    return block
  }
}

const blockOf = (ms: number): number => Math.floor(ms / span)

function refuseLong(ms: number, closed: number, opens: number): void {
  if (Math.abs(opens - closed) > horizon) throw new CrmError('CALENDAR_CLOSED', { details: { at: formatInstant(ms) } })
}

function refuseFar(ms: number, reached: number): number {
  if (Math.abs(reached - ms) <= century) return reached
  throw invalid('seconds', 'leads more than a hundred years away', 'Add less, or give the calendar more hours.')
}
