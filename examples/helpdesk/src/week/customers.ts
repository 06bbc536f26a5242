import type { Random } from '@guanxi/testkit'
import { mailbox } from '../desk.ts'
import { hour, minute } from './agenda.ts'
import { type Case, caseOf, type Floor, openCase } from './floor.ts'
import { bounce, letter } from './letter.ts'
import type { Matter } from './matters.ts'

const complaints = ['处理太慢', '等了一整天', '问了两次才解决', '没有人打电话给我'] as const

/** How somebody answers what he got; a mail may come back instead. */
interface Voice {
  say(body: string, headers?: Record<string, string>): Promise<unknown>
  bounce?(): Promise<unknown>
}

/** The customers: they write, read what they get, and answer it. */
export class Customers {
  readonly #floor: Floor
  readonly #random: Random
  /** What somebody waits for an answer about: by the mail that he wrote, his chat, or his address. */
  readonly #waiting = new Map<string, Case>()
  readonly #complained = new Set<string>()
  #read = { mails: 0, chats: 0, invitations: 0 }
  #written = 0

  constructor(floor: Floor, random: Random) {
    this.#floor = floor
    this.#random = random
  }

  /** Somebody writes about a new matter. */
  async write(matter: Matter): Promise<Case> {
    const { system, agenda, log } = this.#floor
    const { channel, person, subject, body } = matter
    const id = `m${++this.#written}@${person.email.split('@')[1]}`
    const ticketId = await this.#send(matter, id)
    const made = await openCase(this.#floor, ticketId, matter)
    const key = channel === 'email' ? `<${id}>` : channel === 'wechat' ? `wechat:${person.email}` : person.email
    this.#waiting.set(key, made)
    log.add(agenda.now, made.number, channel, `${subject} · ${person.name}${person.vip ? ' · VIP' : ''}`)
    if (matter.odd !== 'twice') return made
    agenda.plan(agenda.now + 25 * minute, async () => {
      const again = { ...matter, subject: `${subject}！！`, odd: 'again', steps: [] } as const
      const raw = letter({
        ...this.#headOf(matter),
        subject: again.subject,
        id: `twice-${id}`,
        body: `${body} 请尽快！`,
      })
      const taken = await system.inbound.email({ raw, encoding: 'text', mailbox })
      const twin = await openCase(this.#floor, taken.ticketId ?? '', again)
      twin.repeats = made
      log.add(agenda.now, twin.number, channel, `${twin.subject} · ${person.name} writes again about #${made.number}`)
    })
    return made
  }

  async #send({ channel, person, subject, body }: Matter, id: string): Promise<string> {
    const { system } = this.#floor
    const { name, email, phone } = person
    if (channel === 'wechat')
      return (await system.inbound.wechat({ user: email, messageId: id, text: `${subject}。${body}`, name })).ticketId
    if (channel === 'web') {
      const form = { name, email, phone, subject, body, externalId: id, mailbox }
      return (await system.inbound.form(form)).ticketId ?? ''
    }
    const raw = letter({ from: { name, address: email }, subject, id, body })
    return (await system.inbound.email({ raw, encoding: 'text', mailbox })).ticketId ?? ''
  }

  readonly #headOf = ({ person }: Matter) => ({ from: { name: person.name, address: person.email } })

  /** They look into their mail and their chats, and at the surveys that they were sent. */
  look(): void {
    const { mail, chats, invitations } = this.#floor.world
    const mails = mail.sent
    for (const { messageId, inReplyTo, replyTo, to, subject, text, headers } of mails.slice(this.#read.mails)) {
      const address = to[0]?.address ?? ''
      const about = this.#waiting.get(inReplyTo ?? '') ?? this.#waiting.get(address)
      if (about === undefined || headers['Auto-Submitted'] !== undefined) continue
      const post = (raw: string) => this.#floor.system.inbound.email({ raw, encoding: 'text', mailbox })
      const { matter } = about
      if (matter === undefined) continue
      const say = (body: string, extra: Record<string, string> = {}) => {
        const id = `m${++this.#written}@${address.split('@')[1]}`
        this.#waiting.set(`<${id}>`, about)
        const head = { ...this.#headOf(matter), to: replyTo.address, subject: `Re: ${subject}`, id }
        return post(letter({ ...head, body, answers: messageId, headers: extra }))
      }
      this.#heard(about, text, { say, bounce: () => post(bounce(messageId, address)) })
    }
    for (const { user, text } of chats.slice(this.#read.chats)) {
      const about = this.#waiting.get(`wechat:${user}`)
      if (about === undefined) continue
      const say = (body: string) =>
        this.#floor.system.inbound.wechat({ user, messageId: `w${++this.#written}`, text: body })
      this.#heard(about, text, { say })
    }
    for (const { token, ticket } of invitations.slice(this.#read.invitations)) this.#asked(token, ticket.id)
    this.#read = { mails: mails.length, chats: chats.length, invitations: invitations.length }
  }

  /** An answer has come: a question is answered, and what is no solution is said. */
  #heard(about: Case, text: string, { say, bounce }: Voice): void {
    const { agenda, log } = this.#floor
    const { matter, number } = about
    if (matter === undefined) return
    const soon = agenda.now + this.#random.int(15, 150) * minute
    if (matter.odd === 'bounces' && bounce !== undefined) {
      agenda.plan(agenda.now + minute, async () => {
        await bounce()
        log.add(agenda.now, number, 'bounce', `${matter.person.email} does not exist: nothing is sent there any more`)
      })
      return
    }
    if (matter.odd === 'away') {
      agenda.plan(agenda.now + minute, async () => {
        await say('我在休假，周一回复。', { 'Auto-Submitted': 'auto-replied' })
        log.add(agenda.now, number, 'automatic', `${matter.person.name} is out of office: kept, and changes nothing`)
      })
      return
    }
    if (text.includes('吗？')) {
      if (matter.answers) agenda.plan(soon, () => done(say('单号 SF10293，照片在附件里。')))
      return
    }
    if (!matter.reopens || this.#complained.has(about.id)) return
    this.#complained.add(about.id)
    agenda.plan(agenda.now + this.#random.int(1, 20) * hour, async () => {
      await say('还是没有解决，请再看一下。')
      log.add(agenda.now, number, 'reopened', `${about.subject} · ${matter.person.name}: 还是没有解决`)
    })
  }

  /** A survey: some say how it was, some hours later. */
  #asked(token: string, ticketId: string): void {
    const { system, agenda, log } = this.#floor
    const { matter, number } = caseOf(this.#floor, ticketId)
    const score = matter?.score
    if (score === undefined) return
    agenda.plan(agenda.now + this.#random.int(1, 5) * hour, async () => {
      const low = score < 6
      const comment = low ? this.#random.pick(complaints) : undefined
      await system.surveys.answer({ token, score, ...(comment === undefined ? {} : { comment }) })
      if (low) log.add(agenda.now, number, 'survey', `${score} of 10: ${comment} · a task for 赵敏`)
    })
  }
}

const done = async (saying: Promise<unknown>): Promise<void> => void (await saying)
