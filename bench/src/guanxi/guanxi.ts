import { createCrm, type Role, type StorageAdapter } from '@guanxi/core'
import { listed, me, reader, type stages } from '../sample.ts'
import type { Position, Subject } from '../subject.ts'

const lead: Role = { grants: { contact: { scope: { region: listed.region }, can: ['read'] } } }

/** The CRM as a host has it: nothing is switched off. */
export function guanxi(storage: StorageAdapter): Subject {
  const crm = createCrm({ storage, roles: { lead } })
  const { contacts, deals } = crm.as(me)
  const { contacts: visible } = crm.as(reader)
  const cursors = new Map<string, string>()
  const asked = (to?: string) => ({ gte: listed.since, ...(to === undefined ? {} : { lte: to }) })
  const page = (limit: number, after: string | undefined, to?: string) =>
    visible.list({
      where: { ownerId: { in: [...listed.owners] }, createdAt: asked(to) },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      limit,
      ...(after === undefined ? {} : { after }),
    })
  return {
    create: (input) => contacts.create(input),
    createMany: (inputs) => contacts.createMany(inputs),
    get: (id) => contacts.get(id),
    list: async ({ id }) => (await page(listed.limit, cursors.get(id))).items,
    move: (id, to) => deals.move(id, { to: to as (typeof stages)[number] }),
    close: () => crm.close(),
    async prepare(positions: readonly Position[]) {
      for (const { id, createdAt } of positions) {
        const { items, next } = await page(1, undefined, createdAt)
        if (items[0]?.id !== id || next === null) throw new Error(`the list has no place after ${id}`)
        cursors.set(id, next)
      }
    },
  }
}
