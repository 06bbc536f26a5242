import { expect, test, vi } from 'vitest'
import { codeOf } from '../../../testkit/test/both.ts'
import { watch } from '../../../testkit/test/watch.ts'
import type { Notice } from '../../src/index.ts'
import { onOne } from '../on-one.ts'
import { desk } from './desk.ts'

onOne((stage) => {
  /** A pump of 精工's, which u_a looks after. */
  async function factory(now = '2026-06-01T04:00:00Z') {
    const told: Notice[] = []
    const notices = { send: async (notice: Notice) => void told.push(notice) }
    const there = desk(stage(), { notices }, now)
    const { admin } = there
    const { id: companyId } = await admin.companies.create({ name: '精工' })
    await admin.devices.create({ serial: 'SN9', name: '水泵', companyId, ownerId: 'u_a' })
    const fire = (code = 'E42', more: object = {}) => there.system.inbound.device({ serial: 'SN9', code, ...more })
    const clear = (more: object = {}) =>
      there.system.inbound.device({ serial: 'SN9', code: 'E42', kind: 'clear', ...more })
    const alarms = async (id: string) => (await admin.tickets.get(id, { include: { deviceAlarms: true } })).deviceAlarms
    return { ...there, told, companyId, fire, clear, alarms }
  }

  test('T29: a hundred faults in ten minutes are one ticket; customer and agent are told once', async () => {
    const { crm, admin, told, companyId, fire, alarms, clock, said } = await factory()
    const first = await fire('E42', { severity: 'major', text: '过热' })
    expect(first).toMatchObject({ result: 'created', count: 1 })
    const id = first.ticketId ?? ''
    for (let minute = 0; minute < 9; minute++) {
      await clock.advance('PT1M')
      const many = await Promise.all(Array.from({ length: 11 }, () => fire('E42', { text: '过热' })))
      expect(new Set(many.map(({ ticketId, result }) => `${result} ${ticketId}`))).toEqual(new Set([`counted ${id}`]))
    }
    await crm.tick()
    expect(await admin.tickets.count({})).toBe(1)
    expect(await admin.tickets.get(id)).toMatchObject({
      ...{ subject: '水泵: E42', type: 'incident', channel: 'device', priority: 'high', companyId, stage: 'new' },
      version: 1, // counting is no change of it
    })
    expect(await alarms(id)).toMatchObject([
      {
        ...{ code: 'E42', severity: 'major', state: 'fired', count: 100 },
        ...{ firstAt: '2026-06-01T04:00:00.000Z', lastAt: '2026-06-01T04:09:00.000Z' },
      },
    ])
    expect(await said(id)).toEqual(['过热'])
    expect(told).toMatchObject([
      { about: 'device', to: { companyId }, ticketId: id, serial: 'SN9', code: 'E42', severity: 'major' },
      { about: 'device', to: { user: 'u_a' }, ticketId: id },
    ])
    expect(new Set(told.map(({ key }) => key)).size).toBe(2)
  })

  test('T29: over it is solved by itself; within PT30M it is the same again, and later another that is linked', async () => {
    const { crm, agent, admin, told, clock, fire, clear, alarms } = await factory()
    const id = (await fire()).ticketId ?? ''
    await clock.advance('2026-06-01T04:10:00Z')
    expect(await clear()).toEqual({ result: 'cleared', ticketId: id, count: 1 })
    expect(await agent.tickets.get(id)).toMatchObject({ stage: 'solved', resolution: 'auto', ownerId: null })
    expect(await clear()).toMatchObject({ result: 'ignored' })
    await clock.advance('2026-06-01T04:40:00Z')
    expect(await fire()).toEqual({ result: 'reopened', ticketId: id, count: 2 })
    expect(await agent.tickets.get(id)).toMatchObject({ stage: 'open', reopened: 1 })
    await clock.advance('2026-06-01T04:50:00Z')
    await clear()
    await clock.advance('2026-06-01T05:20:00.001Z')
    const later = await fire()
    expect(later).toMatchObject({ result: 'created', count: 1 })
    expect(later.ticketId).not.toBe(id)
    expect((await admin.ticketLinks.list({})).items).toMatchObject([
      { fromId: later.ticketId, toId: id, kind: 'related' },
    ])
    expect(await alarms(id)).toMatchObject([{ count: 2, state: 'cleared', latest: false }])
    expect(await alarms(later.ticketId ?? '')).toMatchObject([{ count: 1, state: 'fired', latest: true }])
    await crm.tick()
    // Told of each ticket, and not of its coming again.
    expect(told.map(({ ticketId }) => ticketId)).toEqual([id, id, later.ticketId, later.ticketId])
  })

  test('another fault, a graver one, and one that an agent has solved or closed', async () => {
    const { admin, agent, clock, fire } = await factory()
    const id = (await fire('E42', { severity: 'info' })).ticketId ?? ''
    expect((await agent.tickets.get(id)).priority).toBe('low')
    expect((await fire('E43')).ticketId).not.toBe(id)
    await fire('E42', { severity: 'critical' })
    expect((await agent.tickets.get(id)).priority).toBe('urgent')
    await agent.tickets.update(id, { priority: 'normal' })
    await fire('E42', { severity: 'critical' })
    expect((await agent.tickets.get(id)).priority).toBe('normal') // as somebody has judged since
    // What grows graver makes nothing less urgent.
    const leak = (await fire('E44', { severity: 'info' })).ticketId ?? ''
    await agent.tickets.update(leak, { priority: 'urgent' })
    await fire('E44', { severity: 'major' })
    expect((await agent.tickets.get(leak)).priority).toBe('urgent')
    await agent.tickets.assign(id, { ownerId: 'u_a' })
    await agent.tickets.solve(id, { resolution: '换了密封圈' })
    await clock.advance('PT30M')
    expect(await fire()).toMatchObject({ result: 'reopened', ticketId: id, count: 4 })
    await admin.tickets.close(id, {})
    await clock.advance('PT1M')
    expect(await fire()).toMatchObject({ result: 'created', count: 1 })
  })

  test('what comes late or out of order changes nothing that came after it', async () => {
    const { agent, clock, fire, clear } = await factory()
    const id = (await fire('E42', { at: '2026-06-01T03:50:00Z' })).ticketId ?? ''
    await fire('E42', { at: '2026-06-01T03:58:00Z' })
    expect(await clear({ at: '2026-06-01T03:55:00Z' })).toMatchObject({ result: 'ignored' })
    expect((await agent.tickets.get(id)).stage).toBe('new')
    expect(await clear({ at: '2026-06-01T03:59:00Z' })).toMatchObject({ result: 'cleared' })
    expect(await fire('E42', { at: '2026-06-01T03:57:00Z' })).toEqual({ result: 'counted', ticketId: id, count: 3 })
    expect((await agent.tickets.get(id)).stage).toBe('solved')
    // No clock of a device's makes half an hour longer.
    await clock.advance('PT1H')
    expect(await fire('E42', { at: '2027-01-01T00:00:00Z' })).toMatchObject({ result: 'created' })
  })

  test('a merged alarm is counted where it went, and its end solves nothing there', async () => {
    const { admin, agent, companyId, fire, clear, said } = await factory()
    const id = (await fire()).ticketId ?? ''
    const { id: into } = await admin.tickets.create({ subject: '停机', companyId })
    await agent.tickets.merge(id, { into })
    expect(await fire()).toEqual({ result: 'counted', ticketId: into, count: 2 })
    expect(await clear()).toMatchObject({ result: 'cleared', ticketId: into })
    expect(await agent.tickets.get(into)).toMatchObject({ stage: 'new' })
    expect(await said(into)).toEqual(['E42: clear'])
    await admin.tickets.delete(into)
    expect(await fire()).toMatchObject({ result: 'created', count: 1 })
  })

  test('a fault that is only counted writes its alarm and no ticket, and costs the same however often it comes', async () => {
    const { fire, storage } = await factory()
    const counted = async () => {
      const seen = watch(storage)
      expect(await fire()).toMatchObject({ result: 'counted' })
      vi.restoreAllMocks()
      return [...seen]
    }
    await fire()
    const first = await counted()
    for (let i = 0; i < 20; i++) await fire()
    expect(await counted()).toEqual(first)
    const written = first.filter((one) => /write|commit/.test(one))
    expect(written.join('; ')).toContain('update deviceAlarm')
    expect(written.join('; ')).not.toMatch(/ticket/i)
    expect(first.filter((one) => one.includes('select')).length).toBeLessThanOrEqual(3)
  })

  test('D10: ten in an hour are one of count 10, told to its owner once; of an unknown one nobody hears, until it is known', async () => {
    const { crm, admin, system, told, companyId, fire, alarms, clock } = await factory()
    for (let i = 0; i < 10; i++) {
      await system.inbound.accept({ channel: 'device', payload: { serial: 'SN9', code: 'E42' } })
      await clock.advance('PT6M')
    }
    await crm.tick()
    const { items } = await admin.tickets.list({})
    expect(await alarms(items[0]?.id ?? '')).toMatchObject([{ count: 10 }])
    expect(items).toHaveLength(1)
    const own = told.filter(({ to, ticketId }) => 'user' in to && to.user === 'u_a' && ticketId === items[0]?.id)
    expect(own).toHaveLength(1)
    expect(await codeOf(() => system.inbound.device({ serial: 'SN10', code: 'E42' }))).toBe('DEVICE_UNKNOWN')
    await system.inbound.accept({ channel: 'device', payload: { serial: 'SN10', code: 'E42' } })
    await crm.tick()
    const letters = (await admin.deadLetters.list({})).items
    expect(letters).toMatchObject([{ name: 'inbound.device', error: { code: 'DEVICE_UNKNOWN' }, attempt: 1 }])
    await admin.devices.create({ serial: 'SN10', companyId })
    expect(await admin.deadLetters.replay({ ids: letters.map(({ id }) => id) })).toEqual({ count: 1 })
    await crm.tick()
    expect(await admin.deadLetters.list({})).toMatchObject({ items: [] })
    expect(await admin.tickets.list({ orderBy: { number: 'asc' } })).toMatchObject({
      items: [{}, { subject: 'SN10: E42' }],
    })
    expect(await fire('E99')).toMatchObject({ result: 'created' })
  })
})
