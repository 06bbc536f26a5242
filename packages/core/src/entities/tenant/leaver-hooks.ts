import type { AnyHooks, Done } from '../../operation/index.ts'

/** Somebody who has left sees nothing any more, in any process: the tenant's view says who has. */
export const leaverHooks: AnyHooks = {
  async afterWrite(changes, { tenancy }) {
    const { revoked } = tenancy.view
    const concerns = ({ before, after }: Done) =>
      (before?.leftAt ?? null) !== null || after.leftAt !== null || revoked.has(after.userId as string)
    if (changes.some(concerns)) await tenancy.changed()
  },
}
