import { type CoreTypes, CrmError, type EntityHooks } from '@guanxi/core'
import type { FieldServiceTypes } from './types.ts'

type Types = CoreTypes & FieldServiceTypes

/** A machine has a warranty of two years where nobody says more or less. */
export const warrantyHooks: EntityHooks<Types, 'installation'> = {
  actions: ['create'],
  beforeWrite(changes, { add }) {
    for (const { input, set } of changes)
      if (input.warrantyUntil === undefined) set({ warrantyUntil: add(String(input.installedOn), 'P2Y') })
  },
}

/** A customer with a machine under warranty stays, whoever may delete companies. */
export const customerHooks: EntityHooks<Types> = {
  actions: ['delete'],
  async beforeWrite(changes, { table, today }) {
    const companies = changes.map(({ id }) => id)
    const [machine] = await table('installation').all({
      companyId: { in: companies },
      warrantyUntil: { gte: today },
    })
    if (machine === undefined) return
    const { serial, warrantyUntil } = machine
    throw new CrmError('WARRANTY_RUNS', { details: { serial, until: warrantyUntil } })
  },
}
