import type { EChartsOption } from 'echarts'
import type { Format } from '../format.ts'
import type { ComparedRow, Comparison } from '../views.ts'
import { named, type Words } from '../words/words.ts'
import { bare, base, loud, quiet, ruled } from './base.ts'

/** A share in each row as a point, on the line of its interval: where lines lie beside each other, there may be no difference. */
export function comparisonChart({ rows }: Comparison, words: Words, format: Format): EChartsOption {
  const known = rows.flatMap(({ value, low, high }, y) =>
    value === null || low === null || high === null ? [] : [{ y, value, low, high }],
  )
  const tip = ({ name, n, value, low, high }: ComparedRow) =>
    value === null || low === null || high === null
      ? `${named(words.names, name)}\n${words.none}`
      : `${named(words.names, name)}\n${format.share(value)} (${format.share(low)} – ${format.share(high)})\nn = ${format.count(n)}`
  return {
    ...base,
    grid: { left: 4, right: 20, top: 18, bottom: 8, containLabel: true },
    xAxis: { ...ruled, type: 'value', min: 0, max: 1, axisLabel: { ...quiet, formatter: '$share' }, interval: 0.25 },
    yAxis: {
      ...bare,
      type: 'category',
      inverse: true,
      data: rows.map(({ name, n }) => `${named(words.names, name)}\nn = ${format.count(n)}`),
      axisLabel: { ...loud, interval: 0, lineHeight: 16 },
    },
    series: [
      {
        type: 'lines',
        coordinateSystem: 'cartesian2d',
        silent: true,
        lineStyle: { color: '@accent', width: 6, opacity: 0.35, cap: 'round' },
        data: known.map(({ y, low, high }) => ({
          coords: [
            [low, y],
            [high, y],
          ],
        })),
      },
      {
        type: 'scatter',
        symbolSize: 13,
        itemStyle: { color: '@accent' },
        label: { ...loud, show: true, position: 'top', distance: 4, formatter: '$label' },
        emphasis: { disabled: true },
        data: known.flatMap(({ y, value }) => {
          const row = rows[y]
          return row === undefined ? [] : { value: [value, y], text: format.share(value), tip: tip(row) }
        }),
      },
    ],
  }
}
