import type { CoreTypes, EntityHooks } from '@guanxi/core'
import type { FieldServiceTypes } from './types.ts'

/** A visit is where its machine is, so that it stands on the timeline of the right customer. */
export const placeHooks: EntityHooks<CoreTypes & FieldServiceTypes, 'visit'> = {
  async beforeWrite(changes, { table }) {
    const given = changes.filter(({ input }) => input.installationId !== undefined)
    const machines = await table('installation').all({
      id: { in: given.flatMap(({ input }) => input.installationId ?? []) },
    })
    for (const { input, set } of given) {
      const machine = machines.find(({ id }) => id === input.installationId)
      if (machine !== undefined) set({ companyId: machine.companyId })
    }
  },
}
