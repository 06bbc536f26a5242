import type { Random } from '@guanxi/testkit'
import { type Customer, customers, strangerOf } from '../people.ts'

/** What an agent does with a ticket, one after the other: ask the customer, wait for the warehouse, solve it. */
export type Step = 'ask' | 'hold' | 'solve'

export type Channel = 'email' | 'wechat' | 'web'

export type Person = Pick<Customer, 'name' | 'email' | 'phone' | 'vip'>

/** What a customer wants, and how he will behave. */
export interface Matter {
  readonly person: Person
  readonly channel: Channel
  readonly subject: string
  readonly body: string
  readonly steps: readonly Step[]
  /** Whether he answers when he is asked back. */
  readonly answers: boolean
  /** Whether the first solution is none. */
  readonly reopens: boolean
  /** What he says in the survey; undefined: nothing. */
  readonly score: number | undefined
  readonly odd?: 'away' | 'bounces' | 'twice' | 'again' | undefined
}

interface Kind {
  readonly subject: string
  readonly body: string
  readonly steps: readonly (readonly Step[])[]
  readonly often: number
}

const solve: readonly Step[] = ['solve']
const askFirst: readonly Step[] = ['ask', 'solve']
const holdFirst: readonly Step[] = ['hold', 'solve']

const kinds: readonly Kind[] = [
  {
    subject: '快递还没到',
    body: '下单五天了，物流一直没有更新。',
    steps: [solve, solve, solve, holdFirst, askFirst],
    often: 5,
  },
  { subject: '退款什么时候到账', body: '退款申请已经三天了。', steps: [solve, solve, solve, askFirst], often: 4 },
  { subject: '需要开发票', body: '请开一张增值税发票。', steps: [solve, solve, askFirst], often: 3 },
  { subject: '投诉：货物破损', body: '箱子破了，里面也坏了，太差了。', steps: [askFirst, holdFirst, solve], often: 3 },
  { subject: '投诉：送货态度差', body: '快递员态度很差，我要投诉。', steps: [solve, holdFirst], often: 1 },
  {
    subject: '冷柜温度不稳',
    body: '设备温度忽高忽低，像是故障。',
    steps: [solve, solve, solve, askFirst, holdFirst],
    often: 4,
  },
  { subject: '控制面板黑屏', body: '面板没有显示，是不是有故障？', steps: [solve, solve, askFirst], often: 3 },
  { subject: '固件升级失败', body: '固件升级到一半停了，报错 17。', steps: [solve, solve, askFirst], often: 2 },
  { subject: '报警声关不掉', body: '没有故障，可是一直报警。', steps: [solve], often: 2 },
]
const urn = kinds.flatMap((kind) => Array.from({ length: kind.often }, () => kind))

/** Draws matters: the same from the same seed. */
export class Matters {
  readonly #random: Random
  #strangers = 0

  constructor(random: Random) {
    this.#random = random
  }

  draw(): Matter {
    const random = this.#random
    const channel = random.pick<Channel>(['email', 'email', 'email', 'wechat', 'wechat', 'web'])
    const { subject, body, steps } = random.pick(urn)
    return {
      ...{ person: this.#person(channel), channel, subject, body, steps: random.pick(steps) },
      answers: random.chance(0.85),
      reopens: random.chance(0.09),
      score: random.chance(0.55) ? random.pick([10, 10, 9, 9, 9, 9, 8, 8, 8, 7, 7, 6, 5, 3]) : undefined,
    }
  }

  /** Who writes a chat is somebody else each time: what he writes goes on with his last ticket. */
  #person(channel: Channel): Person {
    if (channel !== 'wechat' && this.#random.chance(0.35)) return this.#random.pick(customers)
    const n = ++this.#strangers
    const phone = `+8613900${String(100000 + n)}`
    return { name: strangerOf(n), email: `g${n}@mail.example`, phone, vip: false }
  }
}
