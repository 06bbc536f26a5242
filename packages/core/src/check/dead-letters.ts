import { mostIds } from '../storage/index.ts'
import type { TenantCheck } from './check.ts'

/** What was to be done later, and was given up. */
export const deadLetters: TenantCheck = async ({ engine, tenant, session }) => {
  const { items, next } = await engine.queue.dead(session, tenant, { limit: mostIds, after: null })
  if (items.length === 0) return []
  const codes = [...new Set(items.map(({ error }) => error.code))].join(', ')
  return [
    {
      code: 'dead_letters',
      severity: 'warning',
      problem: `${items.length}${next === null ? '' : ' and more'} jobs were given up: ${codes}.`,
      fix: 'Look at them with `deadLetters.list`; mend what they need and `deadLetters.replay` them, or `discard` them.',
      ids: items.map(({ id }) => id),
    },
  ]
}
