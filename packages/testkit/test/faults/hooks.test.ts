import { type CoreTypes, type Crm, definePlugin, isCrmError, type Scope } from '@guanxi/core'
import { dumpOf, invariants, testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { onBoth } from '../both.ts'

/** What a hook can do to those who trust it; those that `fail` must leave nothing. */
const behaviours: Readonly<Record<string, { readonly fails: boolean; run(me: Scope<CoreTypes>): unknown }>> = {
  'throws an error': {
    fails: true,
    run() {
      throw new Error('boom')
    },
  },
  'throws nothing at all': {
    fails: true,
    run() {
      throw undefined
    },
  },
  'rejects with a text': { fails: true, run: () => Promise.reject('boom') },
  'answers garbage': { fails: false, run: () => ({ input: null, changes: [7], set: 'x' }) },
  'writes something else': { fails: false, run: (me) => me.companies.create({ name: 'nested' }) },
  'writes something else, and then throws': {
    fails: true,
    async run(me) {
      await me.companies.create({ name: 'nested' })
      throw new Error('boom')
    },
  },
  'catches a refusal inside': { fails: false, run: (me) => me.companies.create({ name: '' }).catch(() => undefined) },
  'does not await what it writes': { fails: false, run: (me) => void me.companies.create({ name: 'nested' }) },
  'does not await what it writes, and throws': {
    fails: true,
    run(me) {
      void me.companies.create({ name: 'nested' }).catch(() => undefined)
      throw new Error('boom')
    },
  },
}

/** A plugin without types hides those of the core. */
const adminOf = (crm: unknown): Scope<CoreTypes> => (crm as Crm<CoreTypes>).as({ user: 'u_admin', roles: ['admin'] })

onBoth((make) => {
  for (const moment of ['beforeWrite', 'afterWrite'] as const)
    test(`R12: whatever a ${moment} hook does, nothing is half written, and its error names it`, async () => {
      let act: ((me: Scope<CoreTypes>) => unknown) | undefined
      const hook = (_: unknown, { crm }: { readonly crm: unknown }) => act?.(crm as Scope<CoreTypes>) as Promise<void>
      const rude = definePlugin({ id: 'rude', version: '1', hooks: { deal: { [moment]: hook } } })
      const storage = await make()
      const { crm } = await testCrm({ storage, plugins: [rude] })
      const me = adminOf(crm)
      const { id: companyId } = await me.companies.create({ name: 'Acme' })
      for (const [name, { fails, run }] of Object.entries(behaviours)) {
        act = undefined
        const { id } = await me.deals.create({ title: 'there', companyId })
        const calls = [
          () => me.deals.create({ title: name, companyId, tags: ['a'] }),
          () => me.deals.update(id, { title: name, tags: ['b'] }),
          () => me.deals.move(id, { to: 'proposal' }),
          () => me.deals.delete(id),
        ]
        for (const call of calls) {
          act = undefined
          const before = await dumpOf(storage)
          act = run
          const error = await call().then(
            () => undefined,
            (thrown: unknown) => thrown,
          )
          expect(error !== undefined, name).toBe(fails)
          expect(await invariants(storage), name).toEqual([])
          if (!fails) continue
          expect(isCrmError(error, 'HOOK_FAILED') && error.details.plugin, name).toBe('rude')
          expect(await dumpOf(storage), name).toEqual(before)
        }
      }
      await crm.close()
    })

  for (const moment of ['beforeWrite', 'afterWrite'] as const)
    test(`R12: a ${moment} hook that hangs has five seconds; what it does later is refused`, async () => {
      let late: (() => Promise<unknown>) | undefined
      let reached: () => void = () => undefined
      const hanging = new Promise<void>((resolve) => {
        reached = resolve
      })
      const hook = (_: unknown, { crm }: { readonly crm: unknown }) =>
        new Promise<void>(() => {
          late = () => (crm as Scope<CoreTypes>).companies.create({ name: 'late' })
          reached()
        })
      const rude = definePlugin({ id: 'rude', version: '1', hooks: { deal: { [moment]: hook } } })
      const storage = await make()
      const { crm, clock } = await testCrm({ storage, plugins: [rude] })
      const me = adminOf(crm)
      const { id: companyId } = await me.companies.create({ name: 'Acme' })
      const before = await dumpOf(storage)
      const error = me.deals.create({ title: 'x', companyId }).catch((thrown: unknown) => thrown)
      await hanging
      await clock.advance('PT4S')
      expect(late).toBeDefined()
      await clock.advance('PT1S')
      expect(await error).toMatchObject({ code: 'HOOK_FAILED', details: { plugin: 'rude', hook: moment } })
      expect(await late?.().catch((thrown: unknown) => thrown)).toMatchObject({ code: 'TRANSACTION_CLOSED' })
      expect(await dumpOf(storage)).toEqual(before)
      // Nobody waits for it any more.
      await me.companies.create({ name: 'next' })
    })

  test('R12: a handler or hook that hangs ends with the signal of its caller', async () => {
    const storage = await make()
    const rude = definePlugin({
      id: 'rude',
      version: '1',
      hooks: { deal: { beforeWrite: () => new Promise<void>(() => undefined) } },
    })
    const { crm } = await testCrm({ storage, plugins: [rude] })
    const me = adminOf(crm)
    const { id } = await me.leads.create({ name: 'Li', companyName: 'Acme' })
    const { id: companyId } = await me.companies.create({ name: 'Acme' })
    const before = await dumpOf(storage)
    for (const call of [
      (signal: AbortSignal) => me.deals.create({ title: 'x', companyId }, { signal }),
      (signal: AbortSignal) => me.leads.convert(id, { deal: { title: 'x' } }, { signal }),
    ]) {
      const stop = new AbortController()
      const error = call(stop.signal).catch((thrown: unknown) => thrown)
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
      stop.abort()
      expect(await error).toMatchObject({ code: 'ABORTED' })
      expect(await dumpOf(storage)).toEqual(before)
    }
  })
})
