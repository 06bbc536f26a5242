import {
  type CoreTypes,
  command,
  createCrm,
  defineEntity,
  definePlugin,
  type EntityHooks,
  field,
  isCrmError,
  type Migration,
  type PluginTypes,
  type RowOf,
} from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { codeOf, onBoth } from '../both.ts'
import { onBothTwice } from '../twice.ts'

const seat = defineEntity({
  name: 'seat',
  plural: 'seats',
  keeping: 'log',
  fields: { row: field.integer(), place: field.integer(), taken: field.boolean() },
})
const operations = {
  seats: {
    fill: command({ target: 'collection', summary: 'Make six.', input: z.strictObject({}), output: z.void() }),
    take: command({
      target: 'collection',
      summary: 'Take the first that is free, by row and place; how many are left.',
      input: z.strictObject({ lock: z.enum(['wait', 'skip']).optional() }),
      output: z.strictObject({ found: z.array(z.string()), left: z.int() }),
    }),
  },
}
interface Seat extends RowOf<typeof seat.fields> {
  readonly id: string
}
interface Seats extends PluginTypes {
  entities: { seat: { row: Seat } }
  operations: typeof operations
  events: {}
}

const gate: { wait: Promise<unknown>; come(): void } = { wait: Promise.resolve(), come() {} }
const seats = (migrations: readonly Migration[] = []) =>
  definePlugin<Seats>({
    id: 'seats',
    version: '1.0.0',
    entities: [seat],
    operations,
    handlers: {
      seats: {
        fill: ({ table }) =>
          table('seat').insert([3, 1, 2].flatMap((row) => [2, 1].map((place) => ({ row, place, taken: false })))),
        async take({ table }, { lock }) {
          const query = { where: { taken: false }, orderBy: [{ row: 'asc' }, { place: 'desc' }], limit: 2 } as const
          const found = await table('seat').list(lock === undefined ? query : { ...query, lock })
          const [first] = found
          if (lock !== undefined && first !== undefined) await table('seat').update({ id: first.id }, { taken: true })
          gate.come()
          await gate.wait
          return {
            found: found.map(({ row, place }) => `${row}/${place}`),
            left: await table('seat').count({ taken: false }),
          }
        },
      },
    },
    migrations,
  })
const { draft } = await createCrm({ storage: sqlite(':memory:'), plugins: [seats()] }).migrate({ dryRun: true })
const plugin = () => seats([{ id: '0001_start', steps: draft }])
const admin = { user: 'u_adm', roles: ['admin'] }

/** Whatever is done to a company is noted at its contacts, whoever sees those. */
const noting = (elevate: boolean, asActor = false) => {
  const company: EntityHooks<CoreTypes> = {
    actions: ['update'],
    elevate,
    async afterWrite(changes, context) {
      const crm = asActor ? context.asActor : context.crm
      for (const { id, after } of changes)
        await crm.contacts.updateMany({ where: { companyId: id }, set: { title: String(after.city) } })
    },
  }
  return definePlugin({ id: 'noting', version: '1.0.0', hooks: { company } })
}
const roles = { clerk: { grants: { company: { scope: 'own' } } } } as const

onBoth((open) => {
  test('a hook that is elevated reaches what the actor does not see, as the actor; another does not', async () => {
    for (const [hooks, code] of [
      [noting(true), undefined],
      [noting(false), 'FORBIDDEN'],
      [noting(true, true), 'FORBIDDEN'],
    ] as const) {
      const { crm } = await testCrm({ storage: await open(), plugins: [hooks], roles })
      const clerk = crm.as({ user: 'u_c', roles: ['clerk'] })
      const { id: companyId } = await clerk.companies.create({ name: '精工' })
      const wang = await crm.as(admin).contacts.create({ name: '王芳', companyId })
      const actors: string[] = []
      crm.on('contact.updated', ({ actor }) => actors.push(actor))
      const changed = clerk.companies.update(companyId, { city: '上海' })
      if (code !== undefined) expect(await codeOf(() => changed)).toBe(code)
      else await changed
      expect((await crm.as(admin).contacts.get(wang.id)).title).toBe(code === undefined ? '上海' : null)
      expect(actors).toEqual(code === undefined ? ['u_c'] : [])
      // Who calls by himself has got no more rights by it.
      expect(await codeOf(() => clerk.contacts.get(wang.id))).toBe('FORBIDDEN')
    }
  })

  test('the first rows of a table in an order, and how many there are', async () => {
    const { crm } = await testCrm({ storage: await open(), plugins: [plugin()] })
    const me = crm.as(admin)
    await me.seats.fill({})
    expect(await me.seats.take({})).toEqual({ found: ['1/2', '1/1'], left: 6 })
    expect(await me.seats.take({ lock: 'wait' })).toEqual({ found: ['1/2', '1/1'], left: 5 })
    expect(await me.seats.take({})).toEqual({ found: ['1/1', '2/2'], left: 5 })
  })
})

onBothTwice((open, storage) => {
  test('what somebody else has locked is left out where that is wanted', async () => {
    const { one, other } = await open()
    const crm = createCrm({ storage: one, plugins: [plugin()] })
    await crm.migrate()
    const [mine, theirs] = [crm, createCrm({ storage: other, plugins: [plugin()] })].map((each) => each.as(admin))
    await mine?.seats.fill({})
    let go = (): void => undefined
    const there = new Promise<void>((resolve) => {
      gate.come = resolve
    })
    gate.wait = new Promise<void>((resolve) => {
      go = resolve
    })
    const first = mine?.seats.take({ lock: 'skip' })
    await there
    // On SQLite one writes after the other.
    const second = storage === 'postgres' ? await reached(theirs?.seats.take({ lock: 'skip' }), () => go()) : go()
    expect(await first).toMatchObject({ found: ['1/2', '1/1'] })
    const found = second ?? (await theirs?.seats.take({ lock: 'skip' }))
    expect(found).toMatchObject({ found: storage === 'postgres' ? ['2/2', '2/1'] : ['1/1', '2/2'] })
  })
})

/** It has come to the gate too, which is opened then. */
async function reached<T>(call: Promise<T> | undefined, open: () => void): Promise<T | undefined> {
  await new Promise<void>((resolve, reject) => {
    gate.come = resolve
    call?.catch((error: unknown) => reject(isCrmError(error) ? error : new TypeError(String(error))))
  })
  open()
  return call
}
