import assert from 'node:assert/strict'
import { operatorsOf } from '../fuzz/coverage.ts'
import { leafOf } from '../fuzz/leaf.ts'
import { Random } from '../sample/random.ts'
import { fieldName, kinds } from '../sample/schema.ts'
import { samples, texts } from '../sample/values.ts'
import type { ConformanceCase } from './case.ts'
import { compareTextsSlowly } from './text.ts'

const operators = [...new Set(kinds.flatMap((kind) => operatorsOf(kind, 'nullable')))]
/** What a missing value satisfies. */
const trueOfMissing = new Set(['ne', 'notIn', 'eq null'])

/** Section 4: leaves and their negations, by operator. */
const twoValued = operators.map(
  (operator): ConformanceCase => ({
    name: `a missing value makes ${operator} ${trueOfMissing.has(operator) ? 'true' : 'false'} and its negation the opposite`,
    async run(kit) {
      const random = new Random(operators.indexOf(operator))
      const able = kinds.filter((kind) => operatorsOf(kind, 'nullable').includes(operator))
      const values = Object.fromEntries(
        kinds.flatMap((kind) => [
          [fieldName(kind, 'nullable'), samples[kind][1]],
          [fieldName(kind, 'extra'), samples[kind][1]],
        ]),
      )
      await kit.insert('thing', [{ id: 'missing' }, { id: 'there', ...values }])
      for (const kind of able) {
        for (const place of ['nullable', 'extra'] as const) {
          for (let i = 0; i < 3; i++) {
            const leaf = leafOf(random, { kind, operator, place })
            const asked = Object.values(leaf)[0] as { isNull?: boolean } | null
            const expected = operator === 'isNull' ? asked?.isNull === true : trueOfMissing.has(operator)
            const yes = (await kit.ids('thing', leaf)).split(' ').includes('missing')
            const no = (await kit.ids('thing', { not: leaf })).split(' ').includes('missing')
            assert.deepEqual([yes, no], [expected, !expected], JSON.stringify(leaf))
          }
        }
      }
    },
  }),
)

const others: readonly ConformanceCase[] = [
  {
    name: 'ne is not eq, notIn is not in, eq null is isNull',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a', integerNullable: 1 }, { id: 'b', integerNullable: 2 }, { id: 'c' }])
      assert.equal(await kit.ids('thing', { integerNullable: { ne: 1 } }), 'b c')
      assert.equal(await kit.ids('thing', { not: { integerNullable: 1 } }), 'b c')
      assert.equal(await kit.ids('thing', { not: { integerNullable: { ne: 1 } } }), 'a')
      assert.equal(await kit.ids('thing', { integerNullable: { notIn: [1, 5] } }), 'b c')
      assert.equal(await kit.ids('thing', { not: { integerNullable: { in: [1, 5] } } }), 'b c')
      assert.equal(await kit.ids('thing', { integerNullable: null }), 'c')
      assert.equal(await kit.ids('thing', { integerNullable: { ne: null } }), 'a b')
    },
  },
  {
    name: 'in of nothing is false, notIn of nothing true, missing values included',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a', integerNullable: 1 }, { id: 'b' }])
      assert.equal(await kit.ids('thing', { integerNullable: { in: [] } }), '')
      assert.equal(await kit.ids('thing', { integerNullable: { notIn: [] } }), 'a b')
      assert.equal(await kit.ids('thing', { or: [] }), '')
      assert.equal(await kit.ids('thing', { and: [] }), 'a b')
      assert.equal(await kit.ids('thing', {}), 'a b')
    },
  },
  {
    name: 'lists of one to a thousand values find what they name',
    async run(kit) {
      await kit.insert('thing', [
        { id: 'a', integerColumn: 999 },
        { id: 'b', integerColumn: 1000 },
      ])
      for (const size of [1, 2, 3, 7, 100, 999, 1000]) {
        const list = Array.from({ length: size }, (_, i) => 999 - i)
        assert.equal(await kit.ids('thing', { integerColumn: { in: list } }), 'a')
        assert.equal(await kit.ids('thing', { integerColumn: { notIn: list } }), 'b')
      }
    },
  },
  {
    name: 'strings order and compare by code point, astral characters last',
    async run(kit) {
      const rows = texts.map((text, i) => ({
        id: `t${String(i).padStart(2, '0')}`,
        stringColumn: text,
        stringExtra: text,
      }))
      await kit.insert('thing', rows)
      const sorted = rows.toSorted((a, b) => compareTextsSlowly(a.stringColumn, b.stringColumn)).map(({ id }) => id)
      for (const name of ['stringColumn', 'stringExtra']) {
        assert.equal(await kit.ids('thing', {}, { orderBy: { [name]: 'asc' }, limit: 7 }), sorted.join(' '))
        assert.equal(
          await kit.ids('thing', {}, { orderBy: { [name]: 'desc' }, limit: 7 }),
          sorted.toReversed().join(' '),
        )
        for (const text of texts) {
          const expected = rows.filter((row) => compareTextsSlowly(row.stringColumn, text) > 0).map(({ id }) => id)
          assert.equal(await kit.ids('thing', { [name]: { gt: text } }), expected.join(' '), text)
        }
      }
    },
  },
  {
    name: 'eq, in and startsWith are exact: case, combining characters, blanks, % and _ count',
    async run(kit) {
      const rows = texts.map((text, i) => ({ id: `t${String(i).padStart(2, '0')}`, stringColumn: text }))
      await kit.insert('thing', rows)
      const having = (test: (text: string) => boolean) =>
        rows
          .filter((row) => test(row.stringColumn))
          .map(({ id }) => id)
          .join(' ')
      for (const text of texts) {
        assert.equal(
          await kit.ids('thing', { stringColumn: text }),
          having((t) => t === text),
          text,
        )
        assert.equal(
          await kit.ids('thing', { stringColumn: { in: [text, 'nothing'] } }),
          having((t) => t === text),
          text,
        )
        assert.equal(
          await kit.ids('thing', { stringColumn: { startsWith: text } }),
          having((t) => t.startsWith(text)),
          text,
        )
        assert.equal(
          await kit.ids('thing', { not: { stringColumn: { startsWith: text } } }),
          having((t) => !t.startsWith(text)),
          text,
        )
      }
    },
  },
  {
    name: 'contains folds case and width; % and _ are data',
    async run(kit) {
      await kit.insert('thing', [
        { id: 'a', stringColumn: 'ＡＣＭＥ 株式会社', stringExtra: 'ＡＣＭＥ 株式会社' },
        { id: 'b', stringColumn: 'Acme 100%', stringExtra: 'Acme 100%' },
        { id: 'c', stringColumn: 'ｱｸﾒ a_b', stringExtra: 'ｱｸﾒ a_b' },
        { id: 'd', stringColumn: 'ﬁsh 1000 axb', stringExtra: 'ﬁsh 1000 axb' },
      ])
      for (const name of ['stringColumn', 'stringExtra']) {
        const found = (text: string) => kit.ids('thing', { [name]: { contains: text } })
        assert.equal(await found('acme'), 'a b')
        assert.equal(await found('ａＣＭＥ'), 'a b')
        assert.equal(await found('株式'), 'a')
        assert.equal(await found('社'), 'a')
        assert.equal(await found('アクメ'), 'c')
        assert.equal(await found('FISH'), 'd')
        assert.equal(await found('0%'), 'b')
        assert.equal(await found('a_b'), 'c')
        assert.equal(await found(''), 'a b c d')
      }
    },
  },
  {
    name: 'contains sees a text that was changed',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a', stringColumn: 'before', stringExtra: 'before' }])
      const set = { stringColumn: 'ＡＦＴＥＲ', stringExtra: 'ＡＦＴＥＲ' }
      await kit.storage.session.write([
        { type: 'update', entity: kit.entity('thing'), tenant: kit.tenant, rows: [{ match: { id: 'a' }, set }] },
      ])
      for (const name of Object.keys(set)) {
        assert.equal(await kit.ids('thing', { [name]: { contains: 'after' } }), 'a')
        assert.equal(await kit.ids('thing', { [name]: { contains: 'before' } }), '')
      }
    },
  },
  {
    name: 'values of every kind come back as they went in',
    async run(kit) {
      for (const [i, kind] of kinds.entries()) {
        const names = (['column', 'nullable', 'extra'] as const).map((place) => fieldName(kind, place))
        const rows = samples[kind].map((value, j) => {
          return { id: `${i}-${String(j).padStart(2, '0')}`, ...Object.fromEntries(names.map((name) => [name, value])) }
        })
        await kit.insert('thing', rows)
        const found = new Map((await kit.rows('thing', { id: { startsWith: `${i}-` } })).map((row) => [row.id, row]))
        for (const row of rows) {
          for (const name of names) assert.deepEqual(found.get(row.id)?.[name], row[name as never], `${name} ${row.id}`)
        }
      }
    },
  },
]

export const valueCases: readonly ConformanceCase[] = [...twoValued, ...others]
