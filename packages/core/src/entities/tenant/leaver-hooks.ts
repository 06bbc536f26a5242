import type { AnyContext, AnyHooks, Done } from '../../operation/index.ts'

/** Somebody who has left sees nothing any more, in any process: the tenant's view says who has. */
export const leaverHooks: AnyHooks = {
  async afterWrite(changes, context) {
    const concerns = ({ before, after }: Done) => (before?.leftAt ?? null) !== null || after.leftAt !== null
    if (changes.some(concerns) || (await concernsLeavers(changes, context))) await context.tenancy.changed()
  },
}

/** Whoever came back under a new record left an old one in the bin: it counts again as soon as the new one goes. */
async function concernsLeavers(changes: readonly Done[], { table }: AnyContext): Promise<boolean> {
  const users = changes.flatMap(({ action, before, after }) =>
    action === 'update' && before?.userId === after.userId ? [] : [before?.userId ?? after.userId, after.userId],
  )
  if (users.length === 0) return false
  const left = await table('member').all({ userId: { in: [...new Set(users)] }, leftAt: { ne: null } }, 'only')
  return left.length > 0
}
