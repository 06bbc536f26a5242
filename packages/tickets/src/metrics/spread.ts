import type { Inside } from '../sla/inside.ts'
import { partsOf } from './band.ts'
import type { Figure } from './figures.ts'
import { happened } from './rollups.ts'
import { spansOf } from './spans.ts'

/** A period: from an instant on, before another. */
export interface Period {
  readonly from: string
  readonly to: string
}

/** How the figures of an agent are spread. */
export interface Spread {
  n: number
  /** Of those how many were opened again before. */
  again: number
  /** How many by band. */
  readonly bands: Map<number, number>
}

/** As many groups as one question may have. */
export const mostGroups = 10_000

/**
 * How the figures of a period are spread, by agent; null: nobody's. Whole months come from the rollup, where the actor may see all
 * tickets; else the tickets themselves are asked, with the same answer.
 */
export async function spreadOf(
  { crm }: Pick<Inside, 'crm'>,
  figure: Figure,
  period: Period,
): Promise<ReadonlyMap<string | null, Spread>> {
  const spreads = new Map<string | null, Spread>()
  for (const { from, to, sign } of spansOf(period.from, period.to))
    for await (const { cell, n, again } of groups(crm, figure, { from, to })) {
      const { by, band } = partsOf(cell)
      const spread = spreads.get(by) ?? { n: 0, again: 0, bands: new Map<number, number>() }
      spread.n += sign * n
      spread.again += sign * again
      spread.bands.set(band, (spread.bands.get(band) ?? 0) + sign * n)
      spreads.set(by, spread)
    }
  for (const [by, { n }] of spreads) if (n === 0) spreads.delete(by)
  return spreads
}

interface Group {
  readonly cell: string
  readonly n: number
  readonly again: number
}

/** The groups of one span, page after page. */
async function* groups(crm: Inside['crm'], { at, cell }: Figure, { from, to }: Period): AsyncGenerator<Group> {
  const measures = { n: { fn: 'count' }, ...(at === 'resolvedAt' ? { again } : {}) } as const
  for (let after = ''; ; ) {
    const rows = await crm.tickets.aggregate({
      where: { and: [{ [at]: happened[at] }, { [at]: { gte: from, lt: to } }], [cell]: { gt: after } },
      groupBy: { cell },
      measures,
      orderBy: { cell: 'asc' },
      limit: mostGroups,
    })
    for (const row of rows) {
      after = row.cell ?? ''
      yield { cell: after, n: row.n, again: 'again' in row ? Number(row.again) : 0 }
    }
    if (rows.length < mostGroups) return
  }
}

const again = { fn: 'count', where: { reopened: { gt: 0 } } } as const
