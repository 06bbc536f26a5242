import type { Mutant } from './mutant.ts'

/** Defects in what the CRM keeps and takes away. */
export const crmMutants: readonly Mutant[] = [
  {
    name: 'after-image of a bulk update',
    file: 'packages/core/src/operation/phase/record.ts',
    from: '?? null, valueIn(after, name)]',
    to: '?? null, valueIn(before ?? after, name)]',
    test: {
      file: 'packages/testkit/test/kernel/batch.test.ts',
      name: 'sqlite > audit and facts of a bulk update hold each record’s own values, before and after',
    },
  },
  {
    name: 'extension left behind by uninstall',
    file: 'packages/core/src/plugin/traces.ts',
    from: 'all.filter(hasExtra)',
    to: 'all.filter((entity) => !hasExtra(entity))',
    test: {
      file: 'packages/testkit/test/kernel/uninstall.test.ts',
      name: 'sqlite > rank 13: what is left after an uninstall equals a database that never had the plugin',
    },
  },
  {
    name: 'overlay not re-read',
    file: 'packages/core/src/operation/current.ts',
    from: 'confirmed(session.select({ ...query, expect }))',
    to: 'confirmed(session.select(query))',
    test: {
      file: 'packages/testkit/test/crm/overlay.test.ts',
      name: 'sqlite > what one process changes the other sees at its next operation: reads',
    },
  },
  {
    name: 'search across tenants',
    file: 'packages/sql/src/lower/source.ts',
    from: ', ...found.conditions]',
    to: '].slice(candidates.length > 0 ? 1 : 0).concat(found.conditions)',
    test: {
      file: 'packages/testkit/test/crm/search-find.test.ts',
      name: 'sqlite > W7: search does not cross tenants',
    },
  },
]
