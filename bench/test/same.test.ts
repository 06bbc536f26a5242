import { expect, test } from 'vitest'
import { checkSameRows } from '../src/check.ts'
import { sqliteBed } from '../src/sqlite.ts'
import { type Work, works } from '../src/work.ts'

test('both subjects write the same rows and answer the same, and a difference is noticed', async () => {
  const { bed, filled } = await sqliteBed(30)
  try {
    for (const work of Object.values<Work>(works)) {
      for (let i = 0; i < 5; i++) {
        const [raw, guanxi] = await Promise.all(bed.subjects.map((subject) => work.operation(subject, filled, i)()))
        expect(Object.keys(guanxi as object).toSorted()).toEqual(Object.keys(raw as object).toSorted())
      }
    }
    await checkSameRows(bed)
    await works.W1.operation(bed.subjects[0] as (typeof bed.subjects)[number], filled, 5)()
    await expect(checkSameRows(bed)).rejects.toThrow('contacts: raw has 1 and guanxi 0')
  } finally {
    await bed.close()
  }
})
