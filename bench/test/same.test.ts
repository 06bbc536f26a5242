import { afterEach, expect, test } from 'vitest'
import type { Bed } from '../src/beds/bed.ts'
import { listStock } from '../src/beds/list.ts'
import { sqliteBed } from '../src/beds/sqlite.ts'
import { writingStock } from '../src/beds/writing.ts'
import { checkSameAnswers, checkSameRows } from '../src/check.ts'
import { openSubject } from '../src/open.ts'
import type { Subject } from '../src/subject.ts'
import { works } from '../src/works/index.ts'

const names = ['raw', 'guanxi'] as const
const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

test('both subjects write the same rows and answer the same, and a difference is noticed', async () => {
  const bed = await opened(sqliteBed(writingStock(30, 10)))
  const subjects = await Promise.all(names.map((name) => subjectOn(bed, name)))
  for (const work of [works.W1, works.W2, works.W3, works.W6]) {
    for (let i = 0; i < 5; i++) {
      const [raw, guanxi] = await Promise.all(subjects.map((subject) => work.operation(subject, bed.given, i)()))
      expect(Object.keys(guanxi as object).toSorted()).toEqual(Object.keys(raw as object).toSorted())
    }
  }
  await checkSameRows(bed, names)
  await works.W1.operation(subjects[0] as Subject, bed.given, 5)()
  await expect(checkSameRows(bed, names)).rejects.toThrow('contacts: raw has 1 and guanxi 0')
})

test('both subjects list the same page, and a difference is noticed', async () => {
  const bed = await opened(sqliteBed(listStock(10_000)))
  const subjects = await Promise.all(names.map((name) => subjectOn(bed, name)))
  const answering = subjects.map((subject, i) => ({
    name: names[i] ?? 'raw',
    answer: async (_: unknown, index: number) => works.W4.operation(subject, bed.given, index)(),
  }))
  await checkSameAnswers('W4', answering)
  const [raw, guanxi] = answering
  expect(await guanxi?.answer('W4', 3)).toHaveLength(50)
  const shifted = { name: 'guanxi', answer: async (_: unknown, index: number) => guanxi?.answer(_, index + 1) } as const
  await expect(
    checkSameAnswers(
      'W4',
      [raw, shifted].filter((one) => one !== undefined),
    ),
  ).rejects.toThrow('guanxi differs')
})

async function opened(making: Promise<Bed>): Promise<Bed> {
  const bed = await making
  closing.push(() => bed.close())
  return bed
}

async function subjectOn(bed: Bed, name: (typeof names)[number]): Promise<Subject> {
  const subject = await openSubject(name, 'sqlite', await bed.target(name), bed.given)
  await subject.prepare?.(bed.given.positions)
  closing.push(() => subject.close())
  return subject
}
