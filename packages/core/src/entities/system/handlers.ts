import type { HandlersOf } from '../../plugin/index.ts'
import type { CoreTypes } from '../core-types.ts'
import type { systemOperations } from './contracts.ts'

export const systemHandlers: HandlersOf<CoreTypes, typeof systemOperations> = {
  deadLetters: {
    async list({ deadLetters }, { limit = 50, after = null }) {
      const { items, next } = await deadLetters.list({ limit, after })
      return { items: [...items], next }
    },
    replay: async ({ deadLetters }, { ids }) => ({ count: await deadLetters.revive(ids) }),
    discard: async ({ deadLetters }, { ids }) => ({ count: await deadLetters.discard(ids) }),
  },
}
