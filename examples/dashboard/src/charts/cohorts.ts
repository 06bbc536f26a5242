import type { EChartsOption } from 'echarts'
import type { Format } from '../format.ts'
import type { Cohort, Cohorts } from '../views.ts'
import type { Words } from '../words/words.ts'
import { bare, base, loud, quiet } from './base.ts'

/** From here on, as a part of the darkest, light texts are easier to read on a cell than dark ones. */
const turn = 0.68

/** Each cohort a row, each period since a column, the darker the more came back. The first column is everybody, and left out. */
export function cohortsChart({ grain, rows }: Cohorts, words: Words, format: Format): EChartsOption {
  const columns = Math.max(0, ...rows.map(({ cells }) => cells.length - 1))
  const most = Math.max(0.01, ...rows.flatMap(({ cells }) => cells.slice(1).map(({ share }) => share ?? 0)))
  const name = ({ start, size }: Cohort) => `${cohortName(start, grain, words, format)}  ·  ${format.count(size)}`
  return {
    ...base,
    grid: { left: 4, right: 4, top: 4, bottom: 24, containLabel: true },
    xAxis: {
      ...bare,
      type: 'category',
      data: Array.from({ length: columns }, (_, i) => format.count(i + 1)),
      axisLabel: { ...quiet, hideOverlap: true },
      name: words.cohorts.since[grain],
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: quiet,
    },
    yAxis: { ...bare, type: 'category', inverse: true, data: rows.map(name), axisLabel: { ...loud, interval: 0 } },
    visualMap: { show: false, min: 0, max: most, inRange: { color: ['@heat0', '@heat1'] } },
    series: [
      {
        type: 'heatmap',
        itemStyle: { borderColor: '@card', borderWidth: 2, borderRadius: 4 },
        label: { show: true, formatter: '$label', fontSize: 12 },
        emphasis: { disabled: true },
        data: rows.flatMap((row, y) =>
          row.cells.slice(1).flatMap(({ customers, share, interval, partial }, x) => {
            if (share === null || customers === null) return []
            const over = partial ? `\n${words.cohorts.partial}` : ''
            return {
              value: [x, y, share],
              text: `${format.count(share * 100)}${partial ? '*' : ''}`,
              tip: `${name(row)}\n+${x + 1}: ${format.count(customers)} · ${format.share(share)}${format.between(interval)}${over}`,
              label: { color: share > most * turn ? '@on-heat1' : '@on-heat0' },
            }
          }),
        ),
      },
    ],
    media: columns > 10 ? [{ query: { maxWidth: 640 }, option: { series: [{ label: { show: false } }] } }] : [],
  }
}

function cohortName(start: string, grain: Cohorts['grain'], words: Words, format: Format): string {
  if (grain === 'month') return format.month(start)
  return words.cohorts.quarter(Number(start.slice(0, 4)), Math.ceil(Number(start.slice(5, 7)) / 3))
}
