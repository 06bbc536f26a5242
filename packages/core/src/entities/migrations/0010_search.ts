import type { Migration } from '../../migration/index.ts'

const text = (name: string) => ({ name, type: 'text', nullable: true }) as const

/** What is searched is found by an index. Frozen: never edited, only followed. */
export const search: Migration = {
  id: '0010_search',
  steps: [
    { step: 'addColumn', table: 'companyPoints', column: text('normalSearch') },
    { step: 'addColumn', table: 'contactPoints', column: text('normalSearch') },
    { step: 'createSearch', table: 'companyPoints', fields: ['normal'] },
    { step: 'createSearch', table: 'contactPoints', fields: ['normal'] },
    { step: 'createSearch', table: 'companies', fields: ['name'] },
    { step: 'createSearch', table: 'contacts', fields: ['name', 'phone'] },
    { step: 'createSearch', table: 'teams', fields: ['name'] },
    { step: 'createSearch', table: 'members', fields: ['name'] },
    { step: 'createSearch', table: 'products', fields: ['name'] },
    { step: 'createSearch', table: 'deals', fields: ['title'] },
  ],
}
