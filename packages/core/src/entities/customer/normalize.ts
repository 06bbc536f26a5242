import { isCrmError } from '../../error/index.ts'
import type { PhoneNormalizer } from '../../phone/index.ts'
import { compared, type Point } from './point.ts'

/** One that is stored. */
interface Stored extends Point {
  readonly id: string
}

interface Reached {
  readonly id: string
  readonly points: readonly Stored[]
}

/** How records with points are read and written. */
interface Records {
  page(query: Page): Promise<{ readonly items: readonly Reached[]; readonly next: string | null }>
  write(id: string, points: Pick<Stored, 'id' | 'kind' | 'value' | 'primary' | 'label'>[]): Promise<unknown>
}

interface Page {
  readonly after: string | null
  readonly limit: number
}

/** One page of records, each point compared once more; records where nothing differs are left alone. */
export async function normalizePage(
  { after = null, limit = 100 }: { after?: string | null | undefined; limit?: number | undefined },
  phones: PhoneNormalizer,
  { page, write }: Records,
) {
  const { items, next } = await page({ after, limit })
  const refused: { id: string; code: string; path: string | null }[] = []
  let changed = 0
  for (const { id, points } of items) {
    try {
      if (!points.some((point) => isStale(point, phones))) continue
      await write(
        id,
        points.map(({ id, kind, value, primary, label }) => ({ id, kind, value, primary, label })),
      )
      changed++
    } catch (error) {
      if (!isCrmError(error)) throw error
      refused.push({ id, code: error.code, path: error.path ?? null })
    }
  }
  return { checked: items.length, changed, refused, next }
}

function isStale({ kind, value, normal, e164 }: Point, phones: PhoneNormalizer): boolean {
  const now = compared(kind, value, phones, 'points')
  return now.normal !== normal || now.e164 !== e164
}
