import type { Migration } from '../../migration/index.ts'

/** What an uninstall needs to know: whose operation a result was kept for. Frozen: never edited, only followed. */
export const contract: Migration = {
  id: '0012_contract',
  steps: [{ step: 'addColumn', table: 'idempotency', column: { name: 'operation', type: 'text', nullable: true } }],
}
