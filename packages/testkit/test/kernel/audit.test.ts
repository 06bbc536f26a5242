import {
  type AuditPage,
  type AuditProblem,
  type CoreTypes,
  command,
  core,
  createCrm,
  definePlugin,
  field,
  type PluginTypes,
  type Scope,
  type StorageAdapter,
} from '@guanxi/core'
import { buildSchema, entityOf, fieldOf } from '@guanxi/core/storage'
import { Random, testClock, testCrm } from '@guanxi/testkit'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { codeOf, errorOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'
import { onBothTwice } from '../twice.ts'
import { visits } from '../visits.ts'
import { patients } from './patients.ts'
import { rawSql, tampering } from './tampering.ts'

const admin = { user: 'u_a', roles: ['admin'] }

/** The ids of one of two processes. */
function idsOf(process: string): () => string {
  let count = 0
  return () => `${process}${String(count++).padStart(8, '0')}`
}

class Undone extends Error {}

/** What `verify` finds when somebody has run these statements; they are undone. */
async function foundAfter(me: Scope<CoreTypes>, statements: readonly string[]): Promise<readonly AuditProblem[]> {
  let problems: readonly AuditProblem[] = []
  const attempt = me.transaction(async (tx, native) => {
    await tx.companies.count()
    for (const sql of statements) await rawSql(native, sql)
    problems = (await tx.audit.verify({})).problems
    throw new Undone()
  })
  await expect(attempt).rejects.toThrow(Undone)
  return problems
}

/** Runs statements past the engine. */
const tamper = (me: Scope<CoreTypes>, ...statements: readonly string[]) =>
  me.transaction(async (tx, native) => {
    await tx.companies.count()
    for (const sql of statements) await rawSql(native, sql)
  })

/** A little of everything that leaves rows, under two seals. */
async function work(me: Scope<CoreTypes>) {
  const wang = await me.contacts.create({ name: '王芳', email: 'wang@example.com' }, { reason: 'a card' })
  const li = await me.contacts.create({ name: '李雷', email: 'li@example.com' })
  await me.contacts.update(wang.id, { city: '上海' })
  await me.audit.seal({})
  const acme = await me.companies.create({ name: 'Acme' })
  const deal = await me.deals.create({ companyId: acme.id, contactId: wang.id, title: 'x', currency: 'CNY' })
  await me.deals.move(deal.id, { to: 'proposal' })
  await me.contacts.tag(wang.id, { add: ['vip'] })
  await me.audit.seal({})
  return { wang, li, acme, deal }
}

onBoth((make) => {
  test('S23: 100 random tamperings by raw SQL are found, each of them', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    await work(me)
    const ids = async (entity: string) => (await rowsOf(storage, entity)).map(({ id }) => String(id))
    const first = (await rowsOf(storage, 'audit')).filter(({ seal }) => seal === 1).map(({ id }) => String(id))
    const sealed = { audits: first, digests: await ids('auditDigest'), seals: await ids('auditSeal') }
    const missed: string[] = []
    const known = new Set<string>()
    for (let seed = 1; seed <= 100; seed++) {
      const statements = tampering(new Random(seed), sealed)
      const problems = await foundAfter(me, statements)
      for (const { problem } of problems) known.add(problem)
      // What changes nothing is no tampering.
      if (problems.length === 0) missed.push(`${seed}: ${statements.join('; ')}`)
    }
    expect(missed).toEqual([])
    expect([...known].toSorted()).toEqual([
      'chain_broken',
      'digests_changed',
      'erased_without_receipt',
      'row_added',
      'row_changed',
      'row_missing',
      'seal_added',
      'seal_changed',
      'seal_missing',
    ])
    expect(await me.audit.verify({})).toMatchObject({ seals: 2, problems: [] })
  })

  test('what is wrong is named: the row by its id, the seal by its number', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    await work(me)
    const { items } = await me.audit.list({ where: { operation: 'companies.create' } })
    const id = items[0]?.id ?? ''
    const where = `where id = '${id}'`
    expect(await foundAfter(me, [`update crm_audit set actor = 'nobody' ${where}`])).toEqual([
      { id, problem: 'row_changed' },
    ])
    expect(await foundAfter(me, [`delete from crm_audit ${where}`])).toEqual([{ id, problem: 'row_missing' }])
    expect(await foundAfter(me, [`update crm_audit_seals set count = 99 where number = 2`])).toEqual([
      { seal: 2, problem: 'seal_changed' },
      { seal: 2, problem: 'digests_changed' },
    ])
    expect(await foundAfter(me, [`delete from crm_audit_seals where number = 1`])).toContainEqual({
      seal: 1,
      problem: 'seal_missing',
    })
  })

  test('a chain that was cut at its end is found by a head that was kept elsewhere', async () => {
    const { crm } = await testCrm({ storage: await make({ tampered: true }) })
    const me = crm.as(admin)
    await work(me)
    const { head } = await me.audit.verify({})
    if (head === null) throw new Error('nothing was sealed')
    expect((await me.audit.verify({ head })).problems).toEqual([])
    const digest = '00'
    expect((await me.audit.verify({ head: { ...head, digest } })).problems).toEqual([
      { seal: 2, problem: 'head_changed' },
    ])
    await tamper(
      me,
      'delete from crm_audit where seal = 2',
      'delete from crm_audit_digests where seal = 2',
      'delete from crm_audit_seals where number = 2',
    )
    expect((await me.audit.verify({})).problems).toEqual([])
    expect((await me.audit.verify({ head })).problems).toEqual([{ seal: 2, problem: 'seal_missing' }])
  })

  test('the writer seals nothing; a schedule does, every ten minutes, and leaves nothing to seal behind', async () => {
    const { crm, clock } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    await crm.tick()
    await me.companies.create({ name: 'Acme' })
    expect(await me.audit.verify({})).toMatchObject({ rows: 1, sealed: 0, seals: 0, head: null })
    await clock.advance('PT10M')
    await crm.tick()
    expect(await me.audit.verify({})).toMatchObject({ rows: 1, sealed: 1, seals: 1, problems: [] })
    await clock.advance('P1D')
    await crm.tick()
    expect(await me.audit.verify({})).toMatchObject({ rows: 1, sealed: 1, seals: 1, problems: [] })
  })

  test('rows are taken by state: one that is committed late is sealed by the next run', async () => {
    let at = 500
    const ids = () => `id${String(at++).padStart(6, '0')}`
    const { crm } = await testCrm({ storage: await make(), ids })
    const me = crm.as(admin)
    await me.companies.create({ name: 'on time' })
    expect(await me.audit.seal({})).toEqual({ rows: 1, more: false })
    at = 100
    await me.companies.create({ name: 'late, with an earlier id' })
    at = 900
    expect(await me.audit.seal({})).toEqual({ rows: 1, more: false })
    expect(await me.audit.verify({})).toMatchObject({ rows: 2, sealed: 2, seals: 2, problems: [] })
  })

  test('a thousand rows a seal: whoever dies between two of them leaves the rest to a job', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    await crm.as(admin).companies.createMany(Array.from({ length: 2100 }, (_, n) => ({ name: `c${n}` })))
    expect(await crm.as(admin).audit.seal({})).toEqual({ rows: 1000, more: true })
    expect(await crm.as(admin).audit.verify({})).toMatchObject({ rows: 2100, sealed: 1000, problems: [] })
    const { crm: next } = await testCrm({ storage, ids: idsOf('next') })
    await next.tick()
    expect(await next.as(admin).audit.verify({})).toMatchObject({ rows: 2100, sealed: 2100, seals: 3, problems: [] })
    expect((await rowsOf(storage, 'auditSeal')).map(({ count }) => count)).toEqual([1000, 1000, 100])
  })

  test('a sealing that is undone leaves nothing', async () => {
    const storage = await make()
    const me = (await testCrm({ storage })).crm.as(admin)
    await me.companies.create({ name: 'Acme' })
    await me.audit.seal({}, { dryRun: true })
    await expect(
      me.transaction(async (tx) => {
        await tx.audit.seal({})
        throw new Undone()
      }),
    ).rejects.toThrow(Undone)
    expect(await rowsOf(storage, 'auditDigest')).toEqual([])
    expect(await me.audit.verify({})).toMatchObject({ rows: 1, sealed: 0, problems: [] })
  })

  test('rows that wait for a seal are found by an index', async () => {
    const storage = await make()
    const me = (await testCrm({ storage })).crm.as(admin)
    await me.companies.createMany(Array.from({ length: 3000 }, (_, n) => ({ name: `c${n}` })))
    for (const _ of [1, 2, 3]) await me.audit.seal({})
    await me.companies.create({ name: 'last' })
    await tamper(me, 'analyze crm_audit')
    const schema = buildSchema({ entities: core['~definition'].entities.map((entity) => ({ owner: 'core', entity })) })
    const audit = entityOf(schema, 'audit')
    const by = (name: string) => ({ path: { hops: [], field: fieldOf(audit, name) }, direction: 'asc' }) as const
    const { plan } = await storage.session.explain({
      entity: audit,
      tenant: 'default',
      access: null,
      where: { node: 'isNull', field: fieldOf(audit, 'seal'), negated: false },
      bin: 'with',
      orderBy: [by('seal'), by('id')],
      limit: 1000,
      after: null,
    })
    expect(plan.join('\n')).toMatch(/audit_seal.*seal(=\?| IS NULL)|audit_seal[\s\S]*Index Cond: .*seal IS NULL/)
    expect(plan.join('\n')).not.toMatch(/sort|temp b-tree/i)
  })

  describe('erasure', () => {
    test('a person is erased, and the chain holds: before the next seal and after it', async () => {
      const storage = await make()
      const me = (await testCrm({ storage })).crm.as(admin)
      const { wang } = await work(me)
      const before = await rowsOf(storage, 'auditDigest')
      const erasure = await me.contacts.eraseSubject(wang.id, {}, { reason: 'asked' })
      expect(await me.audit.verify({})).toMatchObject({ problems: [], receipts: 1 })
      const withdrawn = (await rowsOf(storage, 'auditDigest')).filter(({ receipt }) => receipt !== null)
      expect(withdrawn.map(({ salt }) => salt)).toEqual(withdrawn.map(() => null))
      expect(withdrawn.length).toBe(erasure.logs.audit)
      // The chain itself is what it was.
      expect((await rowsOf(storage, 'auditDigest')).map(({ digest }) => digest)).toEqual(
        before.map(({ digest }) => digest),
      )
      expect(JSON.stringify(await me.audit.list({ limit: 200 }))).not.toMatch(/王芳|wang@/)
      await me.audit.seal({})
      const sound = await me.audit.verify({})
      expect(sound).toMatchObject({ problems: [], seals: 3, receipts: 1 })
      expect(sound.sealed).toBe(sound.rows)
      // Once more, of rows that were sealed anew.
      await me.contacts.update(wang.id, { city: 'Berlin' })
      await me.audit.seal({})
      await me.contacts.eraseSubject(wang.id, {})
      await me.audit.seal({})
      expect(await me.audit.verify({})).toMatchObject({ problems: [], receipts: 2 })
    })

    test('what the erasure has left is sealed too: nobody changes it unseen', async () => {
      const storage = await make()
      const me = (await testCrm({ storage })).crm.as(admin)
      const { wang } = await work(me)
      await me.contacts.eraseSubject(wang.id, {})
      await me.audit.seal({})
      const [row] = (await rowsOf(storage, 'audit')).filter(({ recordId }) => recordId === wang.id)
      expect(await foundAfter(me, [`update crm_audit set actor = 'x' where id = '${row?.id}'`])).toEqual([
        { id: row?.id, problem: 'row_changed' },
      ])
    })

    test('nobody passes a forgery off as an erasure', async () => {
      const storage = await make()
      const me = (await testCrm({ storage })).crm.as(admin)
      const { wang, li } = await work(me)
      await me.contacts.eraseSubject(wang.id, {})
      await me.audit.seal({})
      const [receipt] = await rowsOf(storage, 'auditReceipt')
      const [row] = (await rowsOf(storage, 'audit')).filter(({ recordId }) => recordId === li.id)
      const missing = { id: row?.id, problem: 'erased_without_receipt' }
      const withdraw = (name: string) =>
        `update crm_audit_digests set salt = null, receipt = '${name}' where "row" = '${row?.id}'`
      const forge = `update crm_audit set actor = 'x', seal = null where id = '${row?.id}'`
      // A receipt that there is, and that does not name the row; and one that there is not.
      expect(await foundAfter(me, [withdraw(String(receipt?.id)), forge])).toContainEqual(missing)
      expect(await foundAfter(me, [withdraw('r_none'), forge])).toEqual([missing])
      // In the place of one that the receipt names.
      const [named] = (await rowsOf(storage, 'auditDigest')).filter(({ receipt: name }) => name === receipt?.id)
      const free = `update crm_audit_digests set receipt = 'r_none' where id = '${named?.id}'`
      expect(await foundAfter(me, [free, withdraw(String(receipt?.id)), forge])).toContainEqual(missing)
      // Neither goes the receipt, nor the erasure behind it, nor do they change.
      const withoutReceipt = await foundAfter(me, ['delete from crm_audit_receipts'])
      expect(withoutReceipt.map(({ problem }) => problem)).toContain('erased_without_receipt')
      expect(withoutReceipt).toContainEqual({ id: receipt?.id, problem: 'row_missing' })
      const withoutErasure = await foundAfter(me, ['delete from crm_erasures'])
      expect(withoutErasure.map(({ problem }) => problem)).toContain('erased_without_receipt')
      expect(await foundAfter(me, [`update crm_audit_receipts set kind = 'uninstall'`])).toEqual([
        { id: receipt?.id, problem: 'row_changed' },
      ])
    })
  })

  test('an uninstall takes sealed rows away with a receipt, and the chain holds', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage, plugins: [visits()] })
    const me = crm.as(admin)
    const acme = await me.companies.create({ name: 'Acme', greeting: '你好' })
    await me.visits.create({ companyId: acme.id, purpose: 'hello', stops: [{ place: 'lobby' }] })
    await me.companies.create({ name: 'Zeta' })
    await me.audit.seal({})
    expect((await me.audit.verify({})).sealed).toBe(await me.audit.verify({}).then(({ rows }) => rows))
    const left = createCrm({ storage, clock: testClock('2026-03-17T00:00:00Z') })
    const admins = left.as(admin)
    await left.uninstall(visits(), { dryRun: true })
    expect(await admins.audit.verify({})).toMatchObject({ receipts: 0, problems: [] })
    await left.uninstall(visits())
    expect(await admins.audit.verify({})).toMatchObject({ receipts: 1, problems: [] })
    expect((await rowsOf(storage, 'auditReceipt')).map(({ kind, of }) => [kind, of])).toEqual([['uninstall', 'visits']])
    await admins.audit.seal({})
    const sound = await admins.audit.verify({})
    expect(sound).toMatchObject({ problems: [], seals: 2 })
    expect(sound.sealed).toBe(sound.rows)
    // Whoever takes more away has no receipt for it.
    expect(await foundAfter(admins, [`delete from crm_audit where record_id = '${acme.id}'`])).not.toEqual([])
  })

  test('the receipts of a plugin’s own persons go with it, and the chain holds', async () => {
    const storage = await make({ tampered: true })
    const { crm } = await testCrm({ storage, plugins: [patients()] })
    const me = crm.as(admin)
    const { id: contactId } = await me.contacts.create({ name: '王芳' })
    const { id } = await me.patients.create({ name: '王芳', contactId })
    await me.audit.seal({})
    await me.patients.eraseSubject(id, {})
    await me.audit.seal({})
    expect(await me.audit.verify({})).toMatchObject({ receipts: 1, problems: [] })
    const left = createCrm({ storage, clock: testClock('2026-03-17T00:00:00Z') })
    await left.uninstall(patients())
    expect(await rowsOf(storage, 'erasure')).toEqual([])
    expect(await left.as(admin).audit.verify({})).toMatchObject({ receipts: 2, problems: [] })
  })

  test('what is erased while it is looked at is no problem', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const { wang } = await work(crm.as(admin))
    let erased = false
    const watching: StorageAdapter = {
      ...storage,
      session: {
        ...storage.session,
        async select(query) {
          // The digests are read, and the rows that they are of are not.
          if (query.entity.name === 'audit' && !erased) {
            erased = true
            await crm.as(admin).contacts.eraseSubject(wang.id, {})
          }
          return storage.session.select(query)
        },
      },
    }
    const { crm: other } = await testCrm({ storage: watching, ids: idsOf('other') })
    expect(await other.as(admin).audit.verify({})).toMatchObject({ receipts: 1, problems: [] })
    expect(erased).toBe(true)
  })

  describe('list', () => {
    test('newest first, by what was done, by whom, to which record and when, page by page', async () => {
      const { crm, clock } = await testCrm({ storage: await make() })
      const me = crm.as(admin)
      const { acme, deal } = await work(me)
      await clock.advance('P1D')
      await crm.as({ ...admin, user: 'u_b' }).companies.update(acme.id, { city: 'Berlin' })
      const told = async (where: object) =>
        (await me.audit.list({ where })).items.map(({ actor, operation }) => `${actor} ${operation}`)
      expect(await told({ entity: 'company', recordId: acme.id })).toEqual([
        'u_b companies.update',
        'u_a companies.create',
      ])
      expect(await told({ actor: 'u_b' })).toEqual(['u_b companies.update'])
      expect(await told({ operation: 'deals.move', recordId: deal.id })).toEqual(['u_a deals.move'])
      expect(await told({ from: clock.at })).toEqual(['u_b companies.update'])
      expect(await told({ to: clock.at, entity: 'company' })).toEqual(['u_a companies.create'])
      const whole = (await me.audit.list({ limit: 200 })).items
      const paged: typeof whole = []
      for (let after: string | null = null; ; ) {
        const page: AuditPage = await me.audit.list({ limit: 2, after })
        paged.push(...page.items)
        after = page.next
        if (after === null) break
      }
      expect(paged).toEqual(whole)
      expect(whole.map(({ id }) => id)).toEqual(
        whole
          .map(({ id }) => id)
          .toSorted()
          .toReversed(),
      )
      expect(await codeOf(() => me.audit.list({ where: { from: 'yesterday' } }))).toBe('INVALID')
      expect(await codeOf(() => me.audit.list({ after: 'x' }))).toBe('CURSOR_INVALID')
    })

    test('a plugin does not read it past the actor', async () => {
      const contract = { target: 'collection', summary: 'Look.', input: z.strictObject({}), output: z.int() } as const
      const operations = { nosy: { peep: command(contract) } }
      interface Nosy extends PluginTypes {
        entities: {}
        operations: typeof operations
        events: {}
      }
      const nosy = definePlugin<Nosy, CoreTypes & Nosy>({
        id: 'nosy',
        version: '1.0.0',
        operations,
        handlers: { nosy: { peep: async ({ audit }) => (await audit.list({})).items.length } },
      })
      const { crm } = await testCrm({ storage: await make(), plugins: [nosy] })
      expect(await errorOf(() => crm.as(admin).nosy.peep({}))).toMatchObject({
        code: 'PLUGIN_INVALID',
        details: { plugin: 'nosy', problem: 'the audit is not its own' },
      })
    })

    test('only who is granted it by name; no other tenant; nothing sensitive', async () => {
      const allergy = field.string().optional().sensitive()
      const auditor = { grants: {}, operations: ['audit.list'] }
      const { crm } = await testCrm({
        storage: await make(),
        tenancy: 'multi',
        fields: { contact: { allergy } },
        roles: { auditor },
      })
      const me = crm.as({ ...admin, tenant: 't1' })
      const { id } = await me.contacts.create({ name: '王芳', allergy: 'nuts' })
      await me.contacts.update(id, { allergy: null })
      for (const roles of [['sales'], ['manager'], []])
        for (const call of ['list', 'verify', 'seal'] as const)
          expect(await codeOf(() => crm.as({ user: 'u', roles, tenant: 't1' }).audit[call]({}))).toBe('FORBIDDEN')
      const { items } = await crm.as({ user: 'u', roles: ['auditor'], tenant: 't1' }).audit.list({})
      expect(items.map(({ changes }) => changes?.allergy)).toEqual([
        ['[sensitive]', null],
        [null, '[sensitive]'],
      ])
      expect(items[1]?.changes?.name).toEqual([null, '王芳'])
      expect((await crm.as({ ...admin, tenant: 't2' }).audit.list({})).items).toEqual([])
      expect(await crm.as({ ...admin, tenant: 't2' }).audit.seal({})).toEqual({ rows: 0, more: false })
      expect(await me.audit.verify({})).toMatchObject({ rows: 2, sealed: 0 })
    })
  })
})

onBothTwice((make, database) => {
  test('two sealers at once make one chain, and seal nothing twice', async () => {
    const { one, other } = await make()
    const { crm } = await testCrm({ storage: one, ids: idsOf('a') })
    const { crm: second } = await testCrm({ storage: other, ids: idsOf('b') })
    await crm.as(admin).companies.createMany(Array.from({ length: 2500 }, (_, n) => ({ name: `c${n}` })))
    const done = await Promise.all([crm, second, crm, second].map((each) => each.as(admin).audit.seal({})))
    expect(done.map(({ rows }) => rows).toSorted((a, b) => b - a)).toEqual([1000, 1000, 500, 0])
    expect((await rowsOf(one, 'auditSeal')).map(({ number }) => number).toSorted()).toEqual([1, 2, 3])
    expect(await second.as(admin).audit.verify({})).toMatchObject({ rows: 2500, sealed: 2500, problems: [] })
  })

  if (database === 'postgres')
    test('an erasure waits for the seal of its rows', async () => {
      const { one, other } = await make()
      const { crm } = await testCrm({ storage: one, ids: idsOf('a') })
      const { crm: second } = await testCrm({ storage: other, ids: idsOf('b') })
      const { id } = await crm.as(admin).contacts.create({ name: '王芳' })
      let erasing: Promise<unknown> | undefined
      await crm.as(admin).transaction(async (tx) => {
        expect(await tx.audit.seal({})).toEqual({ rows: 1, more: false })
        erasing = second.as(admin).contacts.eraseSubject(id, {})
        // Long enough for it to have read the row, if it did not wait.
        for (let n = 0; n < 1000; n++) await tx.companies.count()
      })
      await erasing
      expect(await second.as(admin).audit.verify({})).toMatchObject({ receipts: 1, problems: [] })
    })

  if (database === 'postgres')
    test('a row that is not committed when others are sealed is sealed later', async () => {
      const { one, other } = await make()
      const { crm } = await testCrm({ storage: one, ids: idsOf('a') })
      const { crm: second } = await testCrm({ storage: other, ids: idsOf('b') })
      await crm.as(admin).transaction(async (tx) => {
        await tx.companies.create({ name: 'slow' })
        await tx.companies.count()
        await second.as(admin).companies.create({ name: 'quick' })
        expect(await second.as(admin).audit.seal({})).toEqual({ rows: 1, more: false })
      })
      expect(await second.as(admin).audit.seal({})).toEqual({ rows: 1, more: false })
      expect(await crm.as(admin).audit.verify({})).toMatchObject({ rows: 2, sealed: 2, problems: [] })
    })
})
