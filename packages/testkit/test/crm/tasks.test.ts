import { definePipeline } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const zone = 'Asia/Shanghai'

onBoth((open) => {
  test('a task is open until it is done or cancelled, and may be opened again', async () => {
    const { crm, clock } = await testCrm({ storage: await open() })
    const me = crm.as({ user: 'u_a', roles: ['sales'] })
    const task = await me.tasks.create({ title: 'Send samples' })
    expect(task).toMatchObject({ stage: 'open', ownerId: 'u_a', priority: 'normal', closedAt: null })
    await clock.advance('PT2H')
    const done = await me.tasks.complete(task.id, { outcome: 'sent' })
    expect(done).toMatchObject({ stage: 'done', outcome: 'sent', closedAt: '2026-03-16T03:00:00.000Z' })
    expect(await codeOf(() => me.tasks.complete(task.id, {}))).toBe('TRANSITION_NOT_ALLOWED')
    expect(await me.tasks.move(task.id, { to: 'open' })).toMatchObject({ closedAt: null })
    expect(await me.tasks.complete(task.id, {})).toMatchObject({ stage: 'done', outcome: 'sent' })
    expect((await me.tasks.history(task.id)).map(({ stage, duration }) => [stage, duration])).toEqual([
      ['open', 7_200_000],
      ['done', 0],
      ['open', 0],
      ['done', 0],
    ])
    const other = crm.as({ user: 'u_b', roles: ['sales'] })
    expect(await codeOf(() => other.tasks.complete(task.id, {}))).toBe('NOT_FOUND')
    expect(await codeOf(() => me.tasks.complete(task.id, {}, { ifVersion: 1 }))).toBe('VERSION_CONFLICT')
  })

  test('a host’s own stages: done is the first that is won', async () => {
    const stages = { todo: {}, review: {}, finished: { type: 'won' }, dropped: { type: 'lost' } } as const
    const pipelines = { task: definePipeline({ entity: 'task', stages }) }
    const { crm } = await testCrm({ storage: await open(), pipelines })
    const me = crm.as(admin)
    const { id } = await me.tasks.create({ title: 'x', stage: 'review' })
    expect((await me.tasks.complete(id, {})).stage).toBe('finished')
  })

  test('the day of a task follows from its instant, in the zone of the instance', async () => {
    const { crm } = await testCrm({ storage: await open(), zone })
    const me = crm.as(admin)
    const task = await me.tasks.create({ title: 'x', dueAt: '2026-03-18T23:30:00Z' })
    expect(task).toMatchObject({ dueAt: '2026-03-18T23:30:00.000Z', dueOn: '2026-03-19' })
    expect(await me.tasks.update(task.id, { title: 'y' })).toMatchObject({ dueOn: '2026-03-19' })
    expect(await me.tasks.update(task.id, { dueAt: '2026-03-20T01:00:00Z' })).toMatchObject({ dueOn: '2026-03-20' })
    expect(await me.tasks.update(task.id, { dueOn: '2026-04-01' })).toMatchObject({ dueOn: '2026-04-01', dueAt: null })
    const both = { dueAt: '2026-03-18T10:00:00Z', dueOn: '2026-03-19' }
    expect(await errorOf(() => me.tasks.create({ title: 'x', ...both }))).toMatchObject({
      code: 'INVALID',
      path: 'dueOn',
    })
    expect(await errorOf(() => me.tasks.createMany([{ title: 'x' }, { title: 'x', ...both }]))).toMatchObject({
      path: '[1].dueOn',
    })
    expect(await me.tasks.count()).toBe(1)
  })

  test('B7: an agenda holds the actor’s own open tasks and next steps, day by day, what is overdue first', async () => {
    const { crm } = await testCrm({ storage: await open(), zone })
    const me = crm.as({ user: 'u_a', roles: ['sales'] })
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const step = async (nextStep: string, nextStepOn: string, followsId?: string) => {
      const follows = followsId === undefined ? {} : { followsId }
      const log = { kind: 'call', companyId, nextStep, nextStepOn, ...follows } as const
      return (await me.activities.log(log)).activity.id
    }
    const quote = await step('发报价单', '2026-03-16')
    const late = await step('call back', '2026-03-12')
    const answered = await step('ask again', '2026-03-11')
    await step('show samples', '2026-03-23', answered)
    const task = (title: string, more: object) => me.tasks.create({ title, companyId, ...more })
    const noon = await task('lunch', { dueAt: '2026-03-16T04:00:00Z' })
    const early = await task('mail', { dueAt: '2026-03-16T00:30:00Z', priority: 'high' })
    const today = await task('tidy up', { dueOn: '2026-03-16' })
    await task('without a day', {})
    const done = await task('done', { dueOn: '2026-03-10' })
    await me.tasks.complete(done.id, {})
    await task('tomorrow', { dueOn: '2026-03-17' })
    await crm.as(admin).tasks.create({ title: 'another’s', dueOn: '2026-03-16', companyId })

    const agenda = await me.tasks.agenda({})
    expect(agenda.today).toBe('2026-03-16')
    const spelled = agenda.days.map(({ on, items }) => [on, items.map(({ id, overdue }) => [id, overdue])])
    expect(spelled).toEqual([
      ['2026-03-12', [[late, true]]],
      [
        '2026-03-16',
        [
          [today.id, false],
          // It was due half an hour ago: 08:30 in Shanghai.
          [early.id, true],
          [noon.id, false],
          [quote, false],
        ],
      ],
    ])
    expect(agenda.days[1]?.items[3]).toEqual({
      entity: 'activity',
      id: quote,
      title: '发报价单',
      at: null,
      overdue: false,
      priority: null,
      companyId,
      contactId: null,
      dealId: null,
      leadId: null,
    })
    expect((await me.tasks.agenda({ until: '2026-03-23' })).days.map(({ on }) => on)).toEqual([
      '2026-03-12',
      '2026-03-16',
      '2026-03-17',
      '2026-03-23',
    ])
    expect((await me.tasks.agenda({ until: '2026-03-11' })).days).toEqual([])
    expect((await crm.as({ user: 'u_b', roles: ['sales'] }).tasks.agenda({})).days).toEqual([])
    expect(await errorOf(() => me.tasks.agenda({ until: 'soon' }))).toMatchObject({ code: 'INVALID', path: 'until' })
  })

  test('a colleague’s task with a customer is read by those who may read the customer, and done by him alone', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as({ user: 'u_a', roles: ['sales'] })
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const { id: contactId } = await me.contacts.create({ name: 'y', companyId })
    const task = await crm.as(admin).tasks.create({ title: 'x', contactId, ownerId: 'u_b' })
    expect(await me.tasks.get(task.id)).toMatchObject({ companyId, ownerId: 'u_b' })
    expect(await codeOf(() => me.tasks.complete(task.id, {}))).toBe('FORBIDDEN')
    // His task is his own, though the customer is not.
    expect(await crm.as({ user: 'u_b', roles: ['sales'] }).tasks.complete(task.id, {})).toMatchObject({ stage: 'done' })
  })
})
