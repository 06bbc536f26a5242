import type { StorageAdapter } from '@guanxi/core'
import { vi } from 'vitest'

/** What reaches the storage: its calls in order, each write and commit with how many statements it carries. */
export function watch(storage: StorageAdapter): string[] {
  const seen: string[] = []
  const { session } = storage
  const [select, aggregate] = [session.select.bind(session), session.aggregate.bind(session)]
  vi.spyOn(session, 'select').mockImplementation((query) => {
    seen.push(`select ${query.entity.name}`)
    return select(query)
  })
  const selectMany = session.selectMany.bind(session)
  vi.spyOn(session, 'selectMany').mockImplementation((queries) => {
    seen.push(`select ${queries.map(({ entity }) => entity.name).join(', ')}`)
    return selectMany(queries)
  })
  vi.spyOn(session, 'aggregate').mockImplementation((query) => {
    seen.push(`aggregate ${query.entity.name}`)
    return aggregate(query)
  })
  const begin = storage.begin.bind(storage)
  vi.spyOn(storage, 'begin').mockImplementation(async (options) => {
    const tx = await begin(options)
    const [read, write, commit] = [tx.select.bind(tx), tx.write.bind(tx), tx.commit.bind(tx)]
    const readMany = tx.selectMany.bind(tx)
    vi.spyOn(tx, 'selectMany').mockImplementation((queries) => {
      seen.push(`tx select ${queries.map(({ entity }) => entity.name).join(', ')}`)
      return readMany(queries)
    })
    vi.spyOn(tx, 'select').mockImplementation((query) => {
      seen.push(`tx select ${query.entity.name}`)
      return read(query)
    })
    const measure = tx.aggregate.bind(tx)
    vi.spyOn(tx, 'aggregate').mockImplementation((query) => {
      seen.push(`tx aggregate ${query.entity.name}`)
      return measure(query)
    })
    vi.spyOn(tx, 'write').mockImplementation((batch) => {
      seen.push(`tx write ${batch.map(({ type, entity }) => `${type} ${entity.name}`).join(', ')}`)
      return write(batch)
    })
    vi.spyOn(tx, 'commit').mockImplementation((batch = []) => {
      seen.push(`commit ${batch.map(({ type, entity }) => `${type} ${entity.name}`).join(', ')}`)
      return commit(batch)
    })
    return tx
  })
  return seen
}
