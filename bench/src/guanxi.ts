import { createCrm, type StorageAdapter } from '@guanxi/core'
import { me, type stages } from './sample.ts'
import type { Subject } from './subject.ts'

/** The CRM as a host has it: nothing is switched off. */
export function guanxi(storage: StorageAdapter): Subject {
  const crm = createCrm({ storage })
  const { contacts, deals } = crm.as(me)
  return {
    name: 'guanxi',
    create: (input) => contacts.create(input),
    get: (id) => contacts.get(id),
    move: (id, to) => deals.move(id, { to: to as (typeof stages)[number] }),
    close: () => crm.close(),
  }
}
