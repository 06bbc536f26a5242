import assert from 'node:assert/strict'
import { type Condition, type EntityIR, fieldOf, fold, type MigrationStep, type SearchOp } from '@guanxi/core/storage'
import type { ConformanceCase } from './case.ts'
import { idsOf, type Kit } from './kit.ts'

/** Names as people have them, and texts that an index could misread. */
const texts = [
  '王伟',
  '王伟明',
  '王小伟',
  '伟',
  '北京未来科技有限公司',
  '精工',
  '上海精工机械',
  '佐々木希',
  'ささき のぞみ',
  'ササキ',
  'ｻｻｷ',
  '김민수',
  '한국전자',
  'か\u3099んばる',
  'がんばる',
  'Ø',
  'ø伟ø',
  '王ø伟',
  '王Ø伟Ø',
  'e\u0301tienne',
  'Étienne',
  'ＡＣＭＥ Corp',
  'acme corp',
  'a_b%c',
  'aXbYc',
  'back\\slash',
  'Tom "the" Cat',
  "O'Brien",
  'NEAR OR AND NOT',
  'near(a b)',
  'a*b',
  'col:umn',
  '^start',
  '{a}',
  'a-b-c',
  '-minus',
  '(paren)',
  '𠀀𠀁𠀂',
  '😀😁😂',
  '😀a😀',
  'x\u200dy',
  'line\nbreak',
  'tab\there',
  'ﬁsh',
  'İstanbul',
  'straße',
  'ΣΑΣ',
  '1380000',
  '+86 138 0000 0001',
  'ab',
  '',
  ' ',
  '   ',
] as const

/** Parts beside those that the texts have themselves. */
const parts = [
  ...[
    '',
    'a',
    '王',
    '王伟',
    '伟明',
    '小伟',
    '王明',
    'Ø',
    'ø',
    '王Ø',
    'ø伟',
    '々',
    '佐々',
    'ささ',
    'サ',
    'ササ',
    '민수',
    '한국',
  ],
  ...[
    'が',
    'か',
    '\u3099',
    'é',
    'e',
    'acme',
    'ＣＭＥ',
    'me co',
    'e c',
    '_',
    '%',
    'a_b',
    '_b%',
    'xby',
    '\\',
    'k\\s',
    '"',
    '"the"',
  ],
  ..."' | 'b | or | OR A | near( | a*b | * | a* | *b | :u | l:u | ^st | {a} | a-b | -m | - | (p | )".split(' | '),
  ...['𠀀', '𠀀𠀁', '😀', '😁😂', '😀a', '\u200dy', 'e\nb', '\n', 'b\th', 'fi', 'fis', 'i̇s', 'ss', 'raß', 'σα', 'ς'],
  ...['138', '8 0', '+86', '000 0', '未来科', '有限公司', '精工', '精工机械厂', 'zzz'],
] as const

const compare = (entity: EntityIR, name: string, op: SearchOp, value: string): Condition => {
  return { node: 'compare', field: fieldOf(entity, name), op, value }
}

/** The ids of the texts that contain a part, from first principles. */
const expected = (part: string, of: readonly string[] = texts): string =>
  of.flatMap((text, i) => (fold(text).includes(fold(part)) ? [idOf(i)] : [])).join(' ')

const idOf = (index: number): string => `x${String(index).padStart(3, '0')}`

async function named(kit: Kit, of: readonly string[] = texts): Promise<void> {
  await kit.insert(
    'thing',
    of.map((stringNullable, i) => ({ id: idOf(i), stringNullable })),
  )
}

const run = (kit: Kit, id: string, steps: readonly MigrationStep[]) =>
  kit.storage.migrations.locked((port) =>
    port.apply({ owner: 'test', id, checksum: 'c', at: '2026-01-01T00:00:00.000Z' }, steps),
  )

export const searchCases: readonly ConformanceCase[] = [
  {
    name: 'contains finds every text that has the part but for case and width, and no other',
    async run(kit) {
      await named(kit)
      await kit.insert('thing', [{ id: 'z', stringNullable: null }])
      for (const part of new Set([...texts, ...parts])) {
        const found = await kit.ids('thing', { stringNullable: { contains: part } })
        assert.equal(found, expected(part), JSON.stringify(part))
      }
    },
  },
  {
    name: 'what contains does not find, its negation does, missing texts among them',
    async run(kit) {
      await named(kit)
      await kit.insert('thing', [{ id: 'z', stringNullable: null }])
      const all = [...texts.keys()].map(idOf)
      for (const part of parts) {
        const found = new Set(expected(part).split(' '))
        const others = [...all.filter((id) => !found.has(id)), 'z'].join(' ')
        const where = { not: { stringNullable: { contains: part } } }
        assert.equal(await kit.ids('thing', where), others, JSON.stringify(part))
      }
    },
  },
  {
    name: 'contains reaches over relations, and beside other conditions',
    async run(kit) {
      await kit.insert('thing', [
        { id: 'a', stringNullable: '王伟贸易', code: 'a1', integerNullable: 1 },
        { id: 'b', stringNullable: 'Acme', code: 'b1', integerNullable: 1 },
        { id: 'c', stringNullable: null, code: 'c1', integerNullable: 2 },
      ])
      await kit.insert('part', [
        { id: 'p', stringNullable: '精工轴承', thingId: 'b', thingCode: 'c1' },
        { id: 'q', stringNullable: '王伟', thingId: 'b', thingCode: 'a1' },
        { id: 'r', stringNullable: '精工', thingId: 'c', thingCode: 'a1', deletedAt: '2026-01-01T00:00:00.000Z' },
      ])
      const bearing = { stringNullable: { contains: '精工' } }
      const wang = { stringNullable: { contains: '王伟' } }
      const acme = { stringNullable: { contains: 'acme' } }
      assert.equal(await kit.ids('thing', { parts: { some: bearing } }), 'b')
      assert.equal(await kit.ids('thing', { parts: { none: bearing } }), 'a c')
      assert.equal(await kit.ids('thing', { not: { parts: { none: bearing } } }), 'b')
      assert.equal(await kit.ids('thing', { codedParts: { some: bearing } }), 'c')
      assert.equal(await kit.ids('part', { thing: { is: acme } }), 'p q')
      assert.equal(await kit.ids('part', { coded: { is: wang } }), 'q')
      assert.equal(await kit.ids('part', { thing: { is: { parts: { some: bearing } } } }), 'p q')
      assert.equal(await kit.ids('thing', { or: [wang, { parts: { some: bearing } }] }), 'a b')
      assert.equal(await kit.ids('thing', { or: [wang, { integerNullable: 2 }] }), 'a c')
      assert.equal(await kit.ids('thing', { or: [wang, acme], integerNullable: 1 }), 'a b')
      assert.equal(await kit.ids('thing', { and: [{ or: [wang, acme] }, { parts: { some: wang } }] }), 'b')
      assert.equal(await kit.ids('thing', { not: { or: [{ not: wang }, { not: { integerNullable: 1 } }] } }), 'a')
      const groups = await kit.groups('thing', { where: { or: [wang, acme] }, measures: { n: { fn: 'count' } } })
      assert.deepEqual(groups, [{ n: 2 }])
    },
  },
  {
    name: 'contains finds nothing under a mask, in no record that may not be seen, and in no other tenant',
    async run(kit) {
      await named(kit, ['精工一', '精工二', '精工三'])
      await kit.insert('thing', [{ id: 'other', stringNullable: '精工四' }], `${kit.tenant} of another`)
      await kit.insert('part', [
        { id: 'p', thingId: idOf(0) },
        { id: 'q', thingId: idOf(1) },
      ])
      const where = { stringNullable: { contains: '精工' } }
      const part = { rows: {}, masks: {} }
      const masked = { thing: { rows: {}, masks: { stringNullable: { id: idOf(1) } } }, part }
      const hidden = { thing: { rows: { id: idOf(1) }, masks: {} }, part }
      for (const access of [masked, hidden]) {
        assert.equal(await kit.ids('thing', where, { access }), idOf(1))
        assert.equal(await kit.ids('part', { thing: { is: where } }, { access }), 'q')
        assert.deepEqual(await kit.groups('thing', { where, measures: { n: { fn: 'count' } } }, { access }), [{ n: 1 }])
      }
      assert.equal(await kit.ids('thing', where), [0, 1, 2].map(idOf).join(' '))
    },
  },
  {
    name: 'what is written is found at once, and what is gone is not',
    async run(kit) {
      const find = (part: string, more = {}) => kit.ids('thing', { stringNullable: { contains: part } }, more)
      const entity = kit.entity('thing')
      const update = (id: string, set: Record<string, unknown>) =>
        kit.storage.session.write([{ type: 'update', entity, tenant: kit.tenant, rows: [{ match: { id }, set }] }])
      await named(kit, ['精工', '王伟', '老王'])
      await update(idOf(0), { stringNullable: '新精工厂' })
      await update(idOf(1), { stringNullable: null })
      await update(idOf(2), { integerNullable: 5 })
      assert.deepEqual([await find('新精'), await find('王伟'), await find('老王')], [idOf(0), '', idOf(2)])
      await update(idOf(1), { stringNullable: '王伟' })
      await update(idOf(2), { deletedAt: '2026-01-01T00:00:00.000Z' })
      assert.deepEqual([await find('王伟'), await find('老王')], [idOf(1), ''])
      assert.equal(await find('老王', { bin: 'only' }), idOf(2))
      await kit.storage.session.write([{ type: 'delete', entity, tenant: kit.tenant, rows: [{ id: idOf(0) }] }])
      assert.equal(await find('精工'), '')
      const tx = await kit.storage.begin()
      await tx.write([kit.insertOf('thing', [{ id: 'new', stringNullable: '精工新' }])])
      assert.equal(idsOf((await tx.select(kit.select('thing', containing(kit, '精工')))).map(({ row }) => row)), 'new')
      await tx.rollback()
      assert.equal(await find('精工'), '')
    },
  },
  {
    name: 'of very many hits, pages in any order lose and repeat nothing',
    async run(kit) {
      const count = 5_200
      const all = Array.from({ length: count }, (_, i) => ({
        id: `n${String(i).padStart(5, '0')}`,
        word: `${i % 2 === 0 ? '精工' : 'common'} ${i === 77 ? '唯一' : i}`,
        count: i % 7,
      }))
      for (let from = 0; from < count; from += 1000) await kit.insert('entry', all.slice(from, from + 1000))
      await kit.insert(
        'entry',
        Array.from({ length: 2600 }, (_, i) => ({ id: `o${i}`, word: '精工' })),
      )
      const where = { word: { contains: '精工' } }
      assert.deepEqual(await kit.groups('entry', { where, measures: { n: { fn: 'count' } } }), [{ n: 5200 }])
      assert.equal(await kit.ids('entry', { word: { contains: '唯一' } }), 'n00077')
      const query = kit.select('entry', {
        ...containing(kit, '精工', 'entry', 'word'),
        orderBy: [
          { path: { hops: [], field: fieldOf(kit.entity('entry'), 'count') }, direction: 'desc' },
          { path: { hops: [], field: fieldOf(kit.entity('entry'), 'id') }, direction: 'asc' },
        ],
        keys: true,
      })
      const ids: unknown[] = []
      for (let after: typeof query.after = null; ; ) {
        const page = await kit.storage.session.select({ ...query, after })
        ids.push(...page.map(({ row }) => row.id))
        const last = page.at(-1)?.keys
        if (page.length < 200 || last === undefined) break
        after = last
      }
      assert.equal(ids.length, 5200)
      assert.equal(new Set(ids).size, 5200)
      assert.deepEqual(ids.slice(0, 3), ['n00006', 'n00020', 'n00034'])
    },
  },
  {
    name: 'ranks come before the order, and pages go on within them; what is masked does not rank',
    async run(kit) {
      await kit.insert('thing', [
        { id: 'a', stringNullable: '上海精工', integerNullable: 1 },
        { id: 'b', stringNullable: '精工', integerNullable: 2 },
        { id: 'c', stringNullable: '精工机械', integerNullable: 3 },
        { id: 'd', stringNullable: '大精工', integerNullable: 4 },
        { id: 'e', stringNullable: '精工', integerNullable: 5 },
        { id: 'f', stringNullable: 'Acme', integerNullable: 6 },
      ])
      const entity = kit.entity('thing')
      const rank = [
        compare(entity, 'stringNullable', 'same', '精工'),
        compare(entity, 'stringNullable', 'begins', '精工'),
      ]
      const query = kit.select('thing', { ...containing(kit, '精工'), rank, keys: true })
      const found = await kit.storage.session.select(query)
      assert.equal(idsOf(found.map(({ row }) => row)), 'b e c a d')
      assert.deepEqual(
        found.map(({ keys }) => keys),
        [
          [0, 'b'],
          [0, 'e'],
          [1, 'c'],
          [2, 'a'],
          [2, 'd'],
        ],
      )
      for (let i = 0; i < found.length; i++) {
        const rest = await kit.storage.session.select({ ...query, after: found[i]?.keys ?? null })
        assert.deepEqual(idsOf(rest.map(({ row }) => row)), idsOf(found.slice(i + 1).map(({ row }) => row)))
      }
      const masks = new Map([['stringNullable', kit.condition('thing', { id: { ne: 'b' } })]])
      const access = { entity: () => ({ rows: { node: 'and', all: [] } as const, masks }) }
      const seen = await kit.storage.session.select({ ...query, where: { node: 'and', all: [] }, access })
      assert.equal(idsOf(seen.map(({ row }) => row)), 'e c a b d f')
    },
  },
  {
    name: 'an index made later finds the rows that were there; without it contains says the same',
    async run(kit) {
      const find = async () => await kit.ids('entry', { word: { contains: '精工' } })
      await kit.insert('entry', [
        { id: 'a', word: '老精工' },
        { id: 'b', word: 'Acme' },
      ])
      await run(kit, 'search-off', [{ step: 'dropSearch', table: 'entries' }])
      assert.equal(await find(), 'a')
      await kit.insert('entry', [{ id: 'c', word: '精工厂' }])
      assert.equal(await find(), 'a c')
      await run(kit, 'search-on', [{ step: 'createSearch', table: 'entries', fields: ['word'] }])
      assert.equal(await find(), 'a c')
      await kit.insert('entry', [{ id: 'd', word: '精工' }])
      assert.equal(await find(), 'a c d')
    },
  },
]

const containing = (kit: Kit, part: string, entity = 'thing', field = 'stringNullable'): { where: Condition } => ({
  where: kit.condition(entity, { [field]: { contains: part } }),
})
