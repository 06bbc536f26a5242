import { definePlugin, field } from '@guanxi/core'
import * as z from 'zod'
import { rowsOf } from './test/rows-of.ts'
import { admin, codeOf, go, probe } from './tmp-h.ts'

const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms))
const jf = { contact: { j: field.json(z.unknown()).optional() } }
probe('aborted read', async ({ make }) => {
  const { me } = await make()
  return [
    await codeOf(() => me.companies.list({}, { signal: AbortSignal.abort() })),
    await codeOf(() => me.companies.count({}, { nope: 1 } as any)),
  ]
})
probe('abort while waiting', async ({ make }) => {
  const { me } = await make({ pg: { max: 1 } })
  const c = new AbortController()
  let release: any
  const hold = me.transaction(
    () =>
      new Promise((r) => {
        release = r
      }),
  )
  await sleep(50)
  const p = codeOf(() => me.companies.create({ name: 'x' }, { signal: c.signal }))
  await sleep(20)
  c.abort()
  const r = await Promise.race([p, sleep(500).then(() => 'STILL WAITING')])
  release()
  await hold
  await p
  return r
})
probe('key length chunks', async ({ make }) => {
  const { me } = await make()
  const rows = Array.from({ length: 1500 }, (_, n) => ({ name: 'c' + n }))
  return [
    await codeOf(() => me.companies.createMany(rows, { idempotencyKey: 'k'.repeat(255) })),
    await me.companies.count(),
  ]
})
probe('updateMany replay', async ({ make }) => {
  const { me } = await make()
  await me.companies.createMany(Array.from({ length: 2500 }, (_, n) => ({ name: 'c' + n })))
  const go = () => me.companies.updateMany({ where: {}, set: { city: 'x' } }, { idempotencyKey: 'k' })
  return [await go(), await go()]
})
probe('createMany holes', async ({ make }) => {
  const { me } = await make()
  return codeOf(() => me.companies.createMany([, { name: 'x' }] as any))
})
probe('nested tx facts', async ({ make }) => {
  const { me, crm } = await make()
  const told: any[] = []
  crm.on('company.created', (f: any) => {
    told.push(f.data.name)
  })
  await me.transaction(async (tx: any) => {
    await tx
      .transaction(async (t: any) => {
        await t.companies.create({ name: 'ghost' })
        throw new Error('x')
      })
      .catch(() => {})
    await tx.companies.create({ name: 'real' })
  })
  return told
})
probe('async listener', async ({ make }) => {
  const { me, crm } = await make()
  crm.on('company.created', (async () => {
    throw new Error('listener')
  }) as any)
  await me.companies.create({ name: 'x' })
  await sleep(20)
  return 'see above'
})
probe('floating call', async ({ make }) => {
  const { me, storage } = await make()
  const out: any[] = []
  for (let n = 0; n < 60; n++) {
    await me.transaction(async (tx: any) => {
      tx.members.create({ userId: 'm' + n, name: 'm' }).catch(() => {})
      for (let i = 0; i < n; i++) await null
      if (n > 40) await sleep(n - 40 > 10 ? 2 : 1)
    })
  }
  await sleep(50)
  const members = await rowsOf(storage, 'member')
  const audit = await rowsOf(storage, 'audit')
  const reach = await rowsOf(storage, 'memberReach')
  const outbox = await rowsOf(storage, 'outbox')
  return { members: members.length, reach: reach.length, audit: audit.length, outbox: outbox.length }
})
for (const [n, v] of Object.entries({
  nul: 'a\0b',
  nulkey: { 'a\0': 1 },
  lone: '\ud800',
  lonekey: { '\ud800': 1 },
  nan: NaN,
  inf: [Infinity],
  big: 10n,
  date: new Date(0),
  holes: [1, , 3],
  undef: { a: undefined },
  proto: JSON.parse('{"__proto__":{"x":1}}'),
  fn: () => 1,
  cls: new (class A {
    x = 1
    toJSON() {
      return 'tj'
    }
  })(),
  map: new Map([[1, 2]]),
  mzero: -0,
  tiny: 5e-324,
  neg: 9007199254740993,
}))
  probe('json ' + n, async ({ make }) => {
    const { me } = await make({ fields: jf })
    const r = await codeOf(() => me.contacts.create({ name: 'x', j: v }))
    const l = await codeOf(async () => (await me.contacts.list()).items.map((x: any) => x.j))
    return { r: r.slice(0, 200), l }
  })
probe('json deep', async ({ make }) => {
  const { me } = await make({ fields: jf })
  const out: any = {}
  for (const d of [500, 1001, 3000, 20000, 200000]) {
    let v: any = 1
    for (let i = 0; i < d; i++) v = [v]
    out[d] = [
      (await codeOf(() => me.contacts.create({ name: 'x', j: v }))).slice(0, 120),
      (await codeOf(() => me.contacts.count({ where: { j: { isNull: false } } }))).slice(0, 120),
      (
        await codeOf(async () => {
          const r = await me.contacts.list()
          return r.items.length
        })
      ).slice(0, 100),
    ]
  }
  return out
})
probe('json same order', async ({ make }) => {
  const { me } = await make({ fields: jf })
  const c = await me.contacts.create({ name: 'x', j: { bb: 1, a: 2, ccc: 3 } })
  const u = await me.contacts.update(c.id, { j: { bb: 1, a: 2, ccc: 3 } })
  return u.version
})
probe('getter', async ({ make }) => {
  const { me, storage } = await make({ fields: jf })
  let n = 0
  const c = await me.contacts.create({
    name: 'x',
    j: {
      get a() {
        return ++n
      },
    },
  })
  const a = await rowsOf(storage, 'audit')
  return [c.j, (await me.contacts.get(c.id)).j, (a[0] as any).changes.j]
})
probe('id nul', async ({ make }) => {
  const { me } = await make()
  const o: any = {}
  for (const id of ['a\0b', '\ud800', '', 'x'.repeat(1e6)])
    o[JSON.stringify(id).slice(0, 10)] = [
      await codeOf(() => me.companies.get(id)),
      await codeOf(() => me.companies.update(id, { name: 'x' })),
      await codeOf(() => me.companies.story(id)),
    ].map((x) => x.slice(0, 90))
  return o
})
probe('actor odd', async ({ make }) => {
  const { crm } = await make()
  const o: any = {}
  for (const user of [
    'a\0b',
    '\ud800',
    'x'.repeat(5000),
    '中'.repeat(1000) + Math.random(),
    Array.from({ length: 2000 }, () => String.fromCodePoint(0x4e00 + Math.random() * 20000)).join(''),
  ])
    o[JSON.stringify(user).slice(0, 10)] = await codeOf(
      async () => (await crm.as({ user, roles: ['sales'] }).companies.create({ name: 'x' })).version,
    )
  return o
})
probe('index size', async ({ make }) => {
  const { me } = await make()
  const s = Array.from({ length: 1000 }, () => String.fromCodePoint(0x4e00 + Math.random() * 20000)).join('')
  return codeOf(async () => (await me.contacts.create({ name: 'x', externalId: s })).version)
})
probe('order total overflow', async ({ make }) => {
  const { me } = await make()
  const c = await me.companies.create({ name: 'x' })
  return [
    await codeOf(
      async () =>
        (
          await me.orders.create({
            companyId: c.id,
            currency: 'CNY',
            placedAt: '2026-01-01T00:00:00Z',
            lines: [{ unitPrice: Number.MAX_SAFE_INTEGER }, { unitPrice: Number.MAX_SAFE_INTEGER }],
          })
        ).total,
    ),
    await codeOf(() => me.orders.list()),
  ]
})
probe('outer in hook', async ({ make }) => {
  let me: any
  const p = definePlugin({
    id: 'p',
    version: '1',
    hooks: {
      company: {
        async afterWrite() {
          await me.companies.count()
        },
      },
    },
  } as any)
  const m = await make({ plugins: [p], pg: { max: 1 } })
  me = m.me
  return codeOf(() => me.companies.create({ name: 'x' }))
})
probe('outer write in hook', async ({ make }) => {
  let me: any
  let n = 0
  const p = definePlugin({
    id: 'p',
    version: '1',
    hooks: {
      company: {
        async afterWrite() {
          if (n++ < 3) await me.companies.create({ name: 'y' })
        },
      },
    },
  } as any)
  const m = await make({ plugins: [p], pg: { max: 2 } })
  me = m.me
  return codeOf(() => me.companies.create({ name: 'x' }))
})
probe('recursion', async ({ make }) => {
  let n = 0
  const p = definePlugin({
    id: 'p',
    version: '1',
    hooks: {
      company: {
        async afterWrite(_: any, ctx: any) {
          if (++n > 3000) throw new Error('3000 deep')
          await ctx.crm.companies.create({ name: 'y' })
        },
      },
    },
  } as any)
  const m = await make({ plugins: [p] })
  return [await codeOf(() => m.me.companies.create({ name: 'x' })), n]
})
probe('in too many', async ({ make }) => {
  const { me } = await make()
  const o: any = {}
  for (const k of [1, 20, 33, 49])
    o[k] = await codeOf(() =>
      me.companies.count({
        where: {
          or: Array.from({ length: k }, (_, j) => ({
            name: { in: Array.from({ length: 1000 }, (_, i) => `n${j}_${i}`) },
          })),
        },
      }),
    )
  return o
})
await go()
