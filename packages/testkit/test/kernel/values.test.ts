import {
  type CreateOf,
  defineEntity,
  definePlugin,
  type EntityOf,
  field,
  type PluginTypes,
  type RowOf,
  type System,
} from '@guanxi/core'
import { buildSchema, difference } from '@guanxi/core/storage'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { codeOf, errorOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const fields = { contact: { notes: field.json(z.unknown()).optional() } }

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])

onBoth((make) => {
  test('a JSON value is what every database gives back, or INVALID', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage, fields })
    const me = crm.as(admin)
    const wrong = [
      'a\0b',
      { 'a\0': 1 },
      '\ud800',
      { '\ud800': 1 },
      [Number.NaN],
      Number.POSITIVE_INFINITY,
      10n,
      new Date(0),
      new Map(),
      () => 1,
      [1, undefined],
      nested(2000),
    ]
    for (const notes of wrong) {
      expect(await errorOf(() => me.contacts.create({ name: 'x', notes }))).toMatchObject({
        code: 'INVALID',
        path: 'notes',
      })
    }
    expect(await rowsOf(storage, 'contact')).toEqual([])
    const odd = JSON.parse('{"__proto__":{"admin":true},"b":1,"a":["𠮷",5e-324,{"gone":null}]}')
    const { id } = await me.contacts.create({ name: 'x', notes: odd })
    expect(JSON.parse(JSON.stringify((await me.contacts.get(id)).notes))).toEqual(odd)
    const same = await me.contacts.update(id, { notes: JSON.parse(JSON.stringify(odd)) })
    expect(same.version).toBe(1)
  })

  test('an input is read once: its record, its audit and its answer agree', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage, fields })
    const me = crm.as(admin)
    let reads = 0
    const notes = {
      get n() {
        return ++reads
      },
    }
    const made = await me.contacts.create({ name: 'x', notes })
    const [audit] = await rowsOf(storage, 'audit')
    expect([made.notes, (await me.contacts.get(made.id)).notes]).toEqual([{ n: 1 }, { n: 1 }])
    expect(audit?.changes).toMatchObject({ notes: [null, { n: 1 }] })
  })

  test('ids and actors are texts that a database can keep', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    for (const id of ['a\0b', '\ud800']) {
      expect(await codeOf(() => me.companies.get(id))).toBe('INVALID')
      expect(await codeOf(() => me.companies.update(id, { name: 'x' }))).toBe('INVALID')
      expect(await codeOf(() => crm.as({ user: id, roles: ['sales'] }))).toBe('INVALID')
    }
    expect(await codeOf(() => crm.as({ user: 'x'.repeat(5000), roles: ['sales'] }))).toBe('INVALID')
    // Random, for Postgres packs what repeats: 3 bytes each, more than an entry of an index may have.
    const long = Array.from({ length: 1000 }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7919) % 20_000))).join('')
    expect(await codeOf(() => me.contacts.create({ name: 'x', externalId: long }))).toBe('INVALID')
  })

  test('a total that is no exact number is refused', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const order = (unitPrice: number) =>
      me.orders.create({
        companyId,
        currency: 'CNY',
        placedAt: '2026-01-01T00:00:00Z',
        lines: [{ unitPrice }, { unitPrice: 1 }],
      })
    expect((await order(Number.MAX_SAFE_INTEGER - 1)).total).toBe(Number.MAX_SAFE_INTEGER)
    expect(await codeOf(() => order(Number.MAX_SAFE_INTEGER))).toBe('NUMBER_OUT_OF_RANGE')
    expect(await me.orders.count()).toBe(1)
  })

  test('a reference of a line is named with its place', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const lines = [{ unitPrice: 1 }, { unitPrice: 1, productId: 'nobody' }]
    const create = () => me.orders.create({ companyId, currency: 'CNY', placedAt: '2026-01-01T00:00:00Z', lines })
    expect(await errorOf(create)).toMatchObject({ code: 'REFERENCE_NOT_FOUND', path: 'lines[1].productId' })
  })

  test('more values than a statement takes are too complex, on every database', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const lists = (count: number) =>
      Array.from({ length: count }, (_, list) => ({
        name: { in: Array.from({ length: 1000 }, (_, n) => `${list} ${n}`) },
      }))
    const me = crm.as(admin)
    expect(await me.companies.count({ where: { or: lists(10) } })).toBe(0)
    expect(await codeOf(() => me.companies.count({ where: { or: lists(40) } }))).toBe('QUERY_TOO_COMPLEX')
  })

  test('a list with a hole is refused', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const rows = Object.assign(new Array<{ name: string }>(2), { 1: { name: 'x' } })
    expect(await errorOf(() => crm.as(admin).companies.createMany(rows))).toMatchObject({
      code: 'INVALID',
      path: '[0]',
    })
  })

  test('whoever comes second finds the first by a number, too', async () => {
    const seat = defineEntity({ name: 'seat', plural: 'seats', fields: { no: field.integer().unique() } })
    const schema = buildSchema({ entities: [{ owner: 'hall', entity: seat }] })
    const migrations = [{ id: '0001_start', steps: difference(new Map(), schema.entities.values()) }]
    interface Hall extends PluginTypes {
      entities: { seat: EntityOf<typeof seat, System & RowOf<typeof seat.fields>, CreateOf<typeof seat.fields>> }
    }
    const hall = definePlugin<Hall>({ id: 'hall', version: '1', entities: [seat], migrations })
    const { crm } = await testCrm({ storage: await make(), plugins: [hall] })
    const seats = crm.as(admin).seats
    const all = await Promise.all(Array.from({ length: 10 }, () => seats.upsert({ by: 'no', record: { no: 5 } })))
    expect(all.filter(({ created }) => created)).toHaveLength(1)
    const clash = await errorOf(() => seats.create({ no: 5 }))
    expect(clash).toMatchObject({ code: 'DUPLICATE', path: 'no', details: { id: all[0]?.record.id } })
  })
})
