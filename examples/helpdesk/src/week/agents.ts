import { isCrmError } from '@guanxi/core'
import type { Random } from '@guanxi/testkit'
import type { Ticket } from '@guanxi/tickets'
import type { Me } from '../crm.ts'
import { type Agent, nameOf } from '../people.ts'
import { hour, minute } from './agenda.ts'
import { type Case, caseOf, type Floor } from './floor.ts'

const urgency = ['urgent', 'high', 'normal', 'low'] as const

/** One who answers: one ticket at a time, the most urgent that he has, then the oldest. */
export class Worker {
  readonly #floor: Floor
  readonly #random: Random
  readonly agent: Agent
  readonly me: Me
  #here = false
  #busy = false

  constructor(floor: Floor, agent: Agent, random: Random) {
    this.#floor = floor
    this.#random = random
    this.agent = agent
    this.me = floor.world.crm.as({ user: agent.user, roles: ['agent'] })
  }

  get here(): boolean {
    return this.#here
  }

  come(): void {
    this.#here = true
    this.wake()
  }

  /** What he is at is left as it is. */
  go(): void {
    this.#here = false
  }

  /** There is something to do, perhaps. */
  wake(): void {
    const { agenda } = this.#floor
    if (!this.#here || this.#busy) return
    this.#busy = true
    agenda.plan(agenda.now + minute, () => this.#take())
  }

  async #take(): Promise<void> {
    const { agenda } = this.#floor
    this.#busy = false
    if (!this.#here) return
    const where = { ownerId: this.agent.user, stage: 'open' as const }
    const { items } = await this.me.tickets.list({ where, orderBy: { createdAt: 'asc' }, limit: 50 })
    const [ticket] = items.toSorted((a, b) => urgency.indexOf(a.priority) - urgency.indexOf(b.priority))
    if (ticket === undefined) return
    this.#busy = true
    const orderBy = [{ createdAt: 'desc' as const }, { id: 'desc' as const }]
    const said = await this.me.ticketMessages.list({ where: { ticketId: ticket.id }, orderBy, limit: 1 })
    const after = said.items[0]?.id
    agenda.plan(agenda.now + this.#random.int(6, 19) * minute, async () => {
      // Who has gone home meanwhile goes on tomorrow.
      if (this.#here) await this.#work(ticket, after)
      await this.#take()
    })
  }

  /** The next step. If the customer has written meanwhile, it is read again first. */
  async #work(read: Ticket, after: string | undefined): Promise<void> {
    const about = caseOf(this.#floor, read.id)
    const now = await this.me.tickets.get(read.id)
    if (now.stage !== 'open' || now.ownerId !== this.agent.user) return
    if (await this.#merged(now, about)) return
    const [step = 'solve', ...later] = about.steps
    try {
      await this.#do(step, now, about, after === undefined ? {} : { after })
      about.steps = later
    } catch (error) {
      if (!isCrmError(error, 'STALE_TICKET')) throw error
    }
  }

  async #do(step: string, ticket: Ticket, about: Case, read: { after?: string }): Promise<void> {
    const { desk, agenda } = this.#floor
    const { id } = ticket
    if (step === 'hold') {
      await this.me.tickets.note(id, { body: ticket.channel === 'device' ? '已派人去现场' : '请仓库核实' })
      await this.me.tickets.move(id, { to: 'hold' })
      agenda.plan(agenda.now + this.#random.int(2, 5) * hour, () => this.#goOn(id))
    } else if (await this.#isOutOfReach(ticket)) await this.#call(ticket, about)
    else if (step === 'ask') {
      const { draft } = await this.me.tickets.applyMacro(id, { macroId: desk.waiting, ...read })
      await this.me.tickets.reply(id, { body: draft ?? '', stage: 'pending', ...read })
    } else if (ticket.contactId === null) await this.me.tickets.solve(id, { resolution: resolutionOf(ticket) })
    else {
      // What was done about a complaint is written down where sales will read it.
      const [stage, complaint] = ticket.type === 'complaint' ? (['open', true] as const) : (['solved', false] as const)
      await this.me.tickets.reply(id, { body: await this.#solution(ticket), stage, ...read })
      if (complaint) await this.me.tickets.solve(id, { resolution: resolutionOf(ticket) })
    }
  }

  /** Nobody is written to on WeChat who has not written for two days. */
  async #isOutOfReach({ id, channel }: Ticket): Promise<boolean> {
    return channel === 'wechat' && !(await this.me.tickets.session(id, {})).open
  }

  async #call(ticket: Ticket, { number, subject }: Case): Promise<void> {
    const { agenda, log } = this.#floor
    await this.me.tickets.note(ticket.id, { body: '微信会话已过 48 小时，改打电话告知' })
    await this.me.tickets.solve(ticket.id, { resolution: resolutionOf(ticket) })
    log.add(agenda.now, number, 'wechat', `${subject} · 48 hours are over: ${nameOf(this.agent.user)} calls instead`)
  }

  /** What is not known is looked up: an article for refunds, the usual words for chats. */
  async #solution(ticket: Ticket): Promise<string> {
    const { desk, tally } = this.#floor
    const { id, category, channel } = ticket
    if (category === '退款') {
      const { items } = await this.me.knowledge.suggest({ ticketId: id, locale: 'zh-CN' })
      if (items[0] !== undefined) tally.suggested++
      return `您好，请看《${items[0]?.title}》：${items[0]?.body}`
    }
    if (channel !== 'wechat') return `您好，${resolutionOf(ticket)}。`
    tally.canned++
    return (await this.me.cannedReplies.find({ shortcut: desk.canned, locale: 'zh-CN', ticketId: id })).body
  }

  /** The same customer has written about the same twice: that is one matter. */
  async #merged({ id }: Ticket, about: Case): Promise<boolean> {
    const { agenda, log } = this.#floor
    const first = about.repeats
    if (first === undefined) return false
    await this.me.tickets.merge(id, { into: first.id })
    log.add(agenda.now, about.number, 'merged', `into #${first.number}, by ${nameOf(this.agent.user)}`)
    return true
  }

  /** Who was waited for has answered. */
  async #goOn(id: string): Promise<void> {
    const { system } = this.#floor
    if ((await system.tickets.get(id)).stage !== 'hold') return
    await system.tickets.move(id, { to: 'open' })
    this.wake()
  }
}

/** What helps the second time is something else. */
const resolutionOf = ({ category, reopened, channel }: Ticket): string =>
  reopened > 0 && channel !== 'device' ? '已派人上门处理' : (resolutions[category ?? ''] ?? '已恢复')

const resolutions: Readonly<Record<string, string>> = {
  物流: '已补发，明天送到',
  退款: '退款已到账',
  发票: '发票已发送到邮箱',
  故障: '已远程复位，运行正常',
  固件: '已重新升级到 2.4',
}
