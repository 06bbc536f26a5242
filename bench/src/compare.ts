import type { Bed, Stock } from './beds/bed.ts'
import { beds } from './beds/index.ts'
import { listStock } from './beds/list.ts'
import { writingStock } from './beds/writing.ts'
import { checkSameAnswers, checkSameRows } from './check.ts'
import { measure } from './measure.ts'
import type { Options } from './options.ts'
import { present } from './peers.ts'
import { type Runner, startSubject } from './process.ts'
import { progress } from './progress.ts'
import type { Line } from './report.ts'
import { copyNames, type StorageName, type SubjectName } from './subject.ts'
import { type ComparedWork, works } from './works/index.ts'

/** What only reads: its answers are compared. */
const reading: ReadonlySet<ComparedWork> = new Set(['W3', 'W4'])

/** The works that every subject does, side by side. */
export async function compared(options: Options): Promise<readonly Line[]> {
  const wanted = (Object.keys(works) as ComparedWork[]).filter((name) => options.works.includes(name))
  if (wanted.length === 0) return []
  const subjects = present(options.subjects)
  const { scale } = options
  const stocks = {
    writing: () => writingStock(Math.max(1000, Math.round(20_000 * scale)), Math.max(1000, Math.round(2000 * scale))),
    list: () => listStock(Math.max(10_000, Math.round(1_000_000 * scale))),
  }
  const lines: Line[] = []
  for (const storage of options.storages) {
    for (const kind of ['writing', 'list'] as const) {
      const own = wanted.filter((name) => works[name].bed === kind)
      if (own.length === 0) continue
      progress(`${own.join(', ')} ${storage}: filling`)
      lines.push(...(await onNewBed(storage, own, stocks[kind](), subjects, options)))
    }
  }
  if (wanted.includes('W2') && options.storages.includes('postgres') && subjects.includes('guanxi')) {
    progress('W2 postgres, by COPY: filling')
    const copying = await onNewBed('postgres', ['W2'], stocks.writing(), ['raw', ...copyNames], options)
    // Raw is there to be compared with.
    lines.push(...copying.filter(({ subject }) => subject !== 'raw'))
  }
  return lines
}

async function onNewBed(
  storage: StorageName,
  wanted: readonly ComparedWork[],
  stock: Stock,
  subjects: readonly SubjectName[],
  options: Options,
): Promise<readonly Line[]> {
  const bed = await beds[storage](stock)
  try {
    const lines = await onBed(bed, storage, wanted, subjects, options)
    if (!stock.shared) await checkSameRows(bed, subjects)
    return lines
  } finally {
    await bed.close()
  }
}

async function onBed(
  bed: Bed,
  storage: StorageName,
  wanted: readonly ComparedWork[],
  subjects: readonly SubjectName[],
  { scale, rounds }: Options,
): Promise<readonly Line[]> {
  const runners: Runner[] = []
  const lines: Line[] = []
  try {
    for (const name of subjects) runners.push(await startSubject(name, storage, await bed.target(name), bed.given))
    for (const work of wanted) {
      if (reading.has(work)) await checkSameAnswers(work, runners)
      const { title } = works[work]
      progress(`${work} ${storage}: ${title}, ${runners.length} subjects`)
      for (const one of await measure(work, storage, scale, runners, rounds))
        lines.push({ work, title, storage, ...one })
    }
    for (const runner of runners) await runner.verify()
  } finally {
    for (const runner of runners) await runner.close()
  }
  return lines
}
