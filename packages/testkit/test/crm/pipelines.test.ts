import { createCrm, definePipeline } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'
import { onBothTwice } from '../twice.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const sales = { user: 'u_a', roles: ['sales'] }

const deal = definePipeline({
  entity: 'deal',
  editable: true,
  stages: {
    needs: { probability: 0.1 },
    demo: { probability: 0.4 },
    quote: { probability: 0.6 },
    won: { type: 'won' },
    lost: { type: 'lost', require: ['lostReason'] },
  },
  guards: { priced: { to: ['quote'], where: { amount: { gt: 0 } } } },
})
const without = { needs: { probability: 0.1 }, quote: { probability: 0.6 }, won: { type: 'won' } } as const

onBoth((make) => {
  const start = async () => {
    const { crm, clock } = await testCrm({ storage: await make(), pipelines: { deal } })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const open = (title: string, stage = 'needs') =>
      me.deals.create({ title, companyId, amount: 5, currency: 'CNY', stage })
    return { crm, clock, me, open }
  }

  test('rank 4: several pipelines of a tenant’s own; a stage of another pipeline is refused', async () => {
    const { me, open } = await start()
    const renewal = await me.pipelines.define({
      name: 'renewal',
      entity: 'deal',
      stages: { due: {}, asked: { probability: 0.5 }, renewed: { type: 'won' }, gone: { type: 'lost' } },
      transitions: { due: ['asked'], asked: ['renewed', 'gone'] },
    })
    expect(renewal.stages.map(({ name, to }) => [name, to])).toEqual([
      ['due', ['asked']],
      ['asked', ['renewed', 'gone']],
      ['renewed', []],
      ['gone', []],
    ])
    const { companyId } = await open('a')
    const b = await me.deals.create({ title: 'b', companyId, pipeline: 'renewal' })
    expect([b.pipeline, b.stage]).toEqual(['renewal', 'due'])
    expect(await codeOf(() => me.deals.create({ title: 'c', companyId, pipeline: 'renewal', stage: 'demo' }))).toBe(
      'STAGE_UNKNOWN',
    )
    expect(await codeOf(() => me.deals.move(b.id, { to: 'demo' }))).toBe('STAGE_UNKNOWN')
    expect(await codeOf(() => me.deals.move(b.id, { to: 'renewed' }))).toBe('TRANSITION_NOT_ALLOWED')
    expect((await me.deals.move(b.id, { to: 'asked' })).stage).toBe('asked')
    expect(await me.deals.count({ where: { stage: 'asked' } })).toBe(1)
    expect((await me.pipelines.list({ entity: 'deal' })).map(({ name, own }) => [name, own])).toEqual([
      ['deal', false],
      ['renewal', true],
    ])
  })

  test('stages are added and taken away; records of one that goes need a stage to go to', async () => {
    const { me, open, clock } = await start()
    const [a, b, c] = [await open('a', 'demo'), await open('b', 'demo'), await open('c')]
    await me.deals.delete(b.id)
    await clock.advance('PT1H')
    const edit = { name: 'deal', stages: without }
    const refused = await errorOf(() => me.pipelines.edit(edit))
    expect(refused.code).toBe('MAPPING_REQUIRED')
    expect(refused.details).toMatchObject({ pipeline: 'deal', counts: { demo: 2 }, stages: ['demo (2)'] })
    expect((await me.pipelines.get({ name: 'deal' })).stages.map(({ name }) => name)).toEqual([...deal.stages.keys()])

    const preview = await me.pipelines.edit({ ...edit, mapping: { demo: 'quote' } }, { dryRun: true })
    const moved = preview.changes.filter(({ entity }) => entity === 'deal')
    expect(moved.map(({ id, fields }) => [id, fields.stage])).toEqual([
      [a.id, ['demo', 'quote']],
      [b.id, ['demo', 'quote']],
    ])
    expect((await me.deals.get(a.id)).stage).toBe('demo')

    await me.pipelines.edit({ ...edit, mapping: { demo: 'quote' } }, { reason: 'demos are history' })
    expect((await me.deals.get(a.id)).stage).toBe('quote')
    expect((await me.deals.restore(b.id)).stage).toBe('quote')
    expect((await me.deals.get(c.id)).stage).toBe('needs')
    const history = await me.deals.history(a.id)
    expect(history.map(({ stage, leftAt, probability, duration }) => [stage, leftAt, probability, duration])).toEqual([
      ['demo', '2026-03-16T02:00:00.000Z', 0.4, 3_600_000],
      ['quote', null, 0.6, null],
    ])
    const step = (await me.deals.story(a.id)).at(-1)
    expect(step).toMatchObject({ action: 'move', operation: 'deals.move', reason: 'demos are history', actor: 'u_adm' })
    expect(step?.changes.stage).toEqual(['demo', 'quote'])
    expect(await codeOf(() => me.deals.move(c.id, { to: 'demo' }))).toBe('STAGE_UNKNOWN')
    expect(await codeOf(() => me.deals.count({ where: { stage: 'demo' } }))).toBe('INVALID')
    expect(await codeOf(() => me.deals.move(c.id, { to: 'lost' }))).toBe('STAGE_UNKNOWN')
  })

  test('a pipeline is checked as one in code is, and a mapping is, too', async () => {
    const { me, open } = await start()
    await open('a', 'demo')
    const problem = async (stages: object, more: object = {}) => {
      const { code, path } = await errorOf(() => me.pipelines.edit({ name: 'deal', stages, ...more } as never))
      return [code, path]
    }
    expect(await problem({ a: {}, b: {} }, { transitions: { a: ['b'], b: [] } })).toEqual(['INVALID', 'stages'])
    expect(await problem({ a: {}, b: {} }, { transitions: { a: ['c'] } })).toEqual(['INVALID', 'stages'])
    expect(await problem({ a: {}, b: {} }, { transitions: { a: ['a'], b: ['a'] } })).toEqual(['INVALID', 'stages'])
    expect(await problem({ a: { require: ['nothing'] } }, { mapping: { demo: 'a' } })).toEqual(['INVALID', 'stages'])
    expect(await problem({})).toEqual(['INVALID', 'stages'])
    expect(await problem({ a: { color: 'red' } })).toEqual(['UNKNOWN_KEY', 'stages.a.color'])
    expect(await problem(without, { mapping: { demo: 'nothing' } })).toEqual(['INVALID', 'mapping.demo'])
    expect(await problem(without, { mapping: { needs: 'quote' } })).toEqual(['INVALID', 'mapping.needs'])
    expect(await problem(without, { mapping: { nothing: 'quote' } })).toEqual(['INVALID', 'mapping.nothing'])
    expect(await codeOf(() => me.pipelines.edit({ name: 'nothing', stages: without }))).toBe('NOT_FOUND')
    expect(await codeOf(() => me.pipelines.define({ name: 'mine', entity: 'company', stages: without }))).toBe(
      'INVALID',
    )
    expect(await codeOf(() => me.pipelines.define({ name: 'deal', entity: 'deal', stages: without }))).toBe('DUPLICATE')
    expect((await me.pipelines.get({ name: 'deal' })).own).toBe(false)
    // What a stage requires, the records that come into it must have.
    const closing = { needs: {}, lost: { type: 'lost', require: ['lostReason'] } } as const
    const missing = await errorOf(() => me.pipelines.edit({ name: 'deal', stages: closing, mapping: { demo: 'lost' } }))
    expect(missing.details).toMatchObject({ reason: 'required', field: 'lostReason' })
  })

  test('a stage may require a field of the tenant’s own, which then cannot be removed', async () => {
    const { me, open } = await start()
    await me.customFields.define({ entity: 'deal', name: 'budget', kind: 'integer' })
    const stages = { needs: {}, quote: { require: ['custom.budget'] }, won: { type: 'won' } } as const
    await me.pipelines.edit({ name: 'deal', stages })
    const { id } = await open('a')
    const refused = await errorOf(() => me.deals.move(id, { to: 'quote' }))
    expect(refused.details).toMatchObject({ reason: 'required', field: 'custom.budget' })
    expect((await me.deals.move(id, { to: 'quote', set: { custom: { budget: 7 } } })).custom).toEqual({ budget: 7 })
    expect(await codeOf(() => me.customFields.remove({ entity: 'deal', name: 'budget' }))).toBe('INVALID')
  })

  test('guards of the code stay, as long as there is a stage for them', async () => {
    const { me, open } = await start()
    await me.pipelines.edit({ name: 'deal', stages: { ...without, draft: {} } })
    const { id, companyId } = await open('a')
    const free = await me.deals.create({ title: 'free', companyId })
    expect(await codeOf(() => me.deals.move(free.id, { to: 'quote' }))).toBe('GUARD_REFUSED')
    expect((await me.deals.move(id, { to: 'quote' })).stage).toBe('quote')
  })

  test('a pipeline is taken away when its records have another, and the code’s version comes back', async () => {
    const { me, open } = await start()
    await me.pipelines.edit({ name: 'deal', stages: { ...without, draft: {} } })
    const { id, companyId } = await open('a', 'draft')
    expect(await codeOf(() => me.pipelines.remove({ name: 'deal' }))).toBe('MAPPING_REQUIRED')
    await me.pipelines.remove({ name: 'deal', mapping: { draft: 'demo' } })
    expect((await me.deals.get(id)).stage).toBe('demo')
    expect((await me.pipelines.get({ name: 'deal' })).own).toBe(false)

    await me.pipelines.define({ name: 'renewal', entity: 'deal', stages: { due: {}, done: { type: 'won' } } })
    const renewal = await me.deals.create({ title: 'r', companyId, pipeline: 'renewal' })
    expect(await codeOf(() => me.pipelines.remove({ name: 'renewal' }))).toBe('MAPPING_REQUIRED')
    await me.pipelines.remove({ name: 'renewal', into: 'deal', mapping: { due: 'needs', done: 'won' } })
    const there = await me.deals.get(renewal.id)
    expect([there.pipeline, there.stage]).toEqual(['deal', 'needs'])
    expect(await codeOf(() => me.pipelines.get({ name: 'renewal' }))).toBe('NOT_FOUND')
    expect(await codeOf(() => me.pipelines.remove({ name: 'renewal' }))).toBe('NOT_FOUND')
  })

  test('who sells sees pipelines and does not change them', async () => {
    const { crm } = await start()
    const me = crm.as(sales)
    expect((await me.pipelines.list({})).map(({ name }) => name)).toContain('deal')
    expect(await codeOf(() => me.pipelines.edit({ name: 'deal', stages: without }))).toBe('FORBIDDEN')
    expect(await codeOf(() => me.tenantPipelines.create({ name: 'x', entity: 'deal', stages: [{ name: 'a' }] }))).toBe(
      'FORBIDDEN',
    )
  })

  test('a pipeline that the code has fixed is not edited', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    expect(await codeOf(() => me.pipelines.edit({ name: 'deal', stages: without }))).toBe('PIPELINE_NOT_EDITABLE')
    expect(await codeOf(() => me.pipelines.define({ name: 'mine', entity: 'deal', stages: without }))).toBe(
      'PIPELINE_NOT_EDITABLE',
    )
    expect(
      await codeOf(() => me.tenantPipelines.create({ name: 'deal', entity: 'deal', stages: [{ name: 'a' }] })),
    ).toBe('PIPELINE_NOT_EDITABLE')
  })
})

onBothTwice((make, name) => {
  test('an edit waits for who puts records into a stage, and who comes later sees it', async () => {
    const { one, other } = await make()
    const options = { pipelines: { deal }, tenancy: 'multi' } as const
    const first = createCrm({ storage: one, ...options })
    await first.migrate()
    const [me, you] = [
      first.as({ ...admin, tenant: 'a' }),
      createCrm({ storage: other, ...options }).as({ ...admin, tenant: 'a' }),
    ]
    const { id: companyId } = await me.companies.create({ name: 'x' })
    let rounds = 0
    /** As long as an edit takes that waits for nobody; on SQLite whoever writes is alone in any case. */
    const meanwhile = async () => {
      if (name === 'sqlite') return void (await me.companies.count())
      for (const tenant of [`b${++rounds}`, `c${rounds}`])
        await first.as({ ...admin, tenant }).pipelines.edit({ name: 'deal', stages: without })
    }
    const during = async (edit: Parameters<typeof me.pipelines.edit>[0], stage: string) => {
      let settled = false
      let outcome: Promise<unknown> = Promise.resolve()
      await you.transaction(async (tx) => {
        await tx.deals.create({ title: stage, companyId, stage, amount: 1, currency: 'CNY' })
        outcome = me.pipelines.edit(edit).then(
          () => 'edited',
          (error: unknown) => error,
        )
        outcome.then(() => {
          settled = true
        })
        await meanwhile()
        expect(settled).toBe(false)
      })
      return outcome
    }
    // It is the tenant's first edit: there is no row yet that could be locked.
    expect(await during({ name: 'deal', stages: without }, 'demo')).toMatchObject({
      code: 'MAPPING_REQUIRED',
      details: { counts: { demo: 1 } },
    })
    await me.pipelines.edit({ name: 'deal', stages: without, mapping: { demo: 'needs' } })
    expect(await codeOf(() => you.deals.create({ title: 'b', companyId, stage: 'demo' }))).toBe('STAGE_UNKNOWN')
    const stages = { needs: {}, won: { type: 'won' } } as const
    expect(await during({ name: 'deal', stages }, 'quote')).toMatchObject({
      code: 'MAPPING_REQUIRED',
      details: { counts: { quote: 1 } },
    })
  })
})
