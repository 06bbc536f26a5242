import { library } from '../../scripts/tsup.ts'

// The entries share chunks: two copies of the code would be two `CrmError`s and two caches.
export default library({ entry: { index: 'src/index.ts', storage: 'src/storage-entry.ts' }, splitting: true })
