import { core, type StorageAdapter } from '@guanxi/core'
import { buildSchema, entityOf } from '@guanxi/core/storage'

const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦',
]
const given = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文斌宇浩凯健俊帆雪梅琳晨阳佳欣怡梦婷思雨子涵一诺可馨诗琪海波鹏飞龙云山川峰岩松柏林森',
]
const syllables =
  'an ber cal dor el fan gor hu in jas kel lo mar nor ol per qui ros sam tor ul vin wen xi yor zan sch ste bri cha'.split(
    ' ',
  )

/** What is looked for: typical parts, and one that very many names have. */
export const parts = [
  ['two Chinese characters', '王伟'],
  ['three Chinese characters', '王伟明'],
  ['four Latin letters', 'xiqu'],
  ['seven Latin letters', 'jaskelq'],
  ['three Latin letters', 'mar'],
] as const

/** Contacts past the SDK: 30 % Chinese names, 70 % Latin ones, the same on every machine. */
export async function fillContacts(storage: StorageAdapter, count: number): Promise<void> {
  const schema = buildSchema({ entities: core['~definition'].entities.map((own) => ({ owner: 'core', entity: own })) })
  const entity = entityOf(schema, 'contact')
  const random = mulberry(42)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const word = () => Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(syllables)).join('')
  const name = () =>
    random() < 0.3 ? pick(surnames) + pick(given) + (random() < 0.7 ? pick(given) : '') : `${word()} ${word()}`
  const at = '2026-01-01T00:00:00.000Z'
  for (let from = 0; from < count; from += 1000) {
    const rows = Array.from({ length: Math.min(1000, count - from) }, (_, i) => ({
      id: `0190${String(from + i).padStart(12, '0')}`,
      createdAt: at,
      updatedAt: at,
      version: 1,
      deletedAt: null,
      name: name(),
      ownerId: `u_${(from + i) % 100}`,
      lifecycle: 'prospect',
      phone: `+861${pick([3, 5, 7, 8])}${String(Math.floor(random() * 1e9)).padStart(9, '0')}`,
    }))
    await storage.session.write([{ type: 'insert', entity, tenant: 'default', rows }])
  }
}

/** A small seeded generator. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
