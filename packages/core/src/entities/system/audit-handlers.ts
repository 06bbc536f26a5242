import type { HandlersOf } from '../../plugin/index.ts'
import type { CoreTypes } from '../core-types.ts'
import type { auditOperations } from './audit-contracts.ts'

export const auditHandlers: HandlersOf<CoreTypes, typeof auditOperations> = {
  audit: {
    async list({ audit }, query) {
      const { items, next } = await audit.list(query)
      return { items: [...items], next }
    },
    async verify({ audit }, { head }) {
      const { problems, ...found } = await audit.verify(head)
      return { ...found, problems: [...problems] }
    },
    async seal({ audit, later }) {
      const sealing = await audit.seal()
      // Each thousand is a transaction of its own, and what is left outlives the process.
      if (sealing.more) await later({ key: 'seal', priority: 'low' }).audit.seal({})
      return sealing
    },
  },
}
