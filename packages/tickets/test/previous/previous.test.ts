import { createCrm } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { tickets } from '../../src/index.ts'
import { onOne } from '../on-one.ts'

onOne((stage) => {
  test('D4: at the second call the agent sees how the last matter was resolved', async () => {
    const clock = testClock('2026-06-01T01:00:00Z')
    const roles = {
      own: { grants: { ticket: { scope: 'own' as const, except: ['resolution'] } }, operations: ['tickets.context'] },
    }
    const { storage, tenant } = stage()
    const crm = createCrm({ tenancy: 'multi', storage, plugins: [tickets()], clock, roles })
    const agent = crm.as({ tenant, user: 'u_s', roles: ['agent'] })
    const admin = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
    const { id: companyId } = await admin.companies.create({ name: '精工' })
    const [wang, li] = [
      (await admin.contacts.create({ name: '王芳', companyId })).id,
      (await admin.contacts.create({ name: '李雷', companyId })).id,
    ]
    const opened = async (contactId: string, category: string, ownerId = 'u_s') => {
      await clock.advance('PT1H')
      return (await agent.tickets.open({ ticket: { subject: category, contactId, companyId, category, ownerId } })).id
    }
    const solved = async (contactId: string, category: string, resolution: string, ownerId?: string) => {
      const id = await opened(contactId, category, ownerId)
      await agent.tickets.solve(id, { resolution })
      return id
    }
    const previousOf = async (id: string, limit?: number) =>
      (await agent.tickets.context(id, limit === undefined ? {} : { limit })).previous
    const first = await opened(wang, '发票')
    expect(await previousOf(first)).toEqual([])
    await solved(wang, '退款', '已退款', 'u_other')
    const logistics = await solved(wang, '物流', '已补发')
    await solved(li, '安装', '已安装')
    const merged = await solved(wang, '物流', '重复')
    await agent.tickets.merge(merged, { into: first })
    const again = await solved(wang, '开通', '已开通')
    await admin.tickets.receive(again, { body: '没有' })
    const second = await opened(wang, '催单')
    const previous = await previousOf(second)
    expect(previous[0]).toEqual({
      ...{ id: logistics, number: 3, subject: '物流', type: 'question', category: '物流', resolution: '已补发' },
      ...{ solvedAt: '2026-06-01T04:00:00.000Z', contactId: wang },
    })
    // His own before those of his company; neither what is open, what was merged, nor this one.
    expect(previous.map(({ category }) => category)).toEqual(['物流', '退款', '安装'])
    expect((await previousOf(second, 1)).map(({ category }) => category)).toEqual(['物流'])
    // What came later was not previous.
    expect((await previousOf(logistics)).map(({ category }) => category)).toEqual(['退款'])
    // He sees of it what he may read.
    const limited = crm.as({ tenant, user: 'u_s', roles: ['own'] })
    const seen = (await limited.tickets.context(second, {})).previous
    expect(seen.map(({ category, resolution }) => [category, resolution])).toEqual([
      ['物流', null],
      ['安装', null],
    ])
  })
})
