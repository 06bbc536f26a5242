import { library } from '../../scripts/tsup.ts'

// The entries share chunks: two copies of the code would be two `CrmError`s and two caches. Of the libraries the parts in use
// are inside: whole, they take a quarter of an import.
export default library({
  entry: { index: 'src/index.ts', storage: 'src/storage-entry.ts', calendar: 'src/calendar-entry.ts' },
  splitting: true,
  noExternal: ['mitt', 'temporal-polyfill', 'uuid'],
})
