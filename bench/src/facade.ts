import { createCrm } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { median } from './figures.ts'
import { me } from './sample.ts'

/** What a façade costs, as a host makes one for each of its requests. It touches no database. */
export function facadeMicroseconds(): number {
  const crm = createCrm({ storage: sqlite(':memory:') })
  const batch = 2000
  const rounds = Array.from({ length: 15 }, () => {
    const start = performance.now()
    for (let i = 0; i < batch; i++) crm.as(me)
    return ((performance.now() - start) * 1000) / batch
  })
  return median(rounds)
}
