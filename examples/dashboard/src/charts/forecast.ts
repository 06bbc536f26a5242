import type { EChartsOption } from 'echarts'
import type { Format } from '../format.ts'
import type { Forecast } from '../views.ts'
import type { Words } from '../words/words.ts'
import { bare, base, quiet, ruled } from './base.ts'

/** What was sold, what will be, and the band within which it is expected. */
export function forecastChart({ past, next, level }: Forecast, words: Words, format: Format): EChartsOption {
  const { actual, expected, interval } = words.forecast
  const band = interval(format.share(level))
  const now = past.at(-1)
  const gap = past.map(() => null)
  // The forecast begins where the past ends: one line, and a band that opens.
  const from = now === undefined ? [] : [{ ...now, low: now.value, high: now.value }]
  const before = gap.slice(1)
  const coming = [...from, ...next]
  const tip = (what: string, { month, value }: { month: string; value: number }, more = '') =>
    `${format.month(month)}\n${what}: ${format.money(value)}${more}`
  return {
    ...base,
    legend: { data: [actual, expected, band], bottom: 0, textStyle: quiet, itemWidth: 18, icon: 'roundRect' },
    grid: { left: 4, right: 28, top: 12, bottom: 36, containLabel: true },
    xAxis: {
      ...bare,
      type: 'category',
      data: [...past, ...next].map(({ month }) => format.month(month)),
      axisLabel: { ...quiet, hideOverlap: true },
      boundaryGap: false,
    },
    yAxis: { ...ruled, type: 'value', axisLabel: { ...quiet, formatter: '$money' }, splitNumber: 4 },
    series: [
      {
        type: 'line',
        name: 'low',
        stack: 'band',
        stackStrategy: 'all',
        data: [...before, ...coming.map(({ low }) => format.major(low))],
        lineStyle: { opacity: 0 },
        symbol: 'none',
        silent: true,
      },
      {
        type: 'line',
        name: band,
        stack: 'band',
        stackStrategy: 'all',
        data: [...before, ...coming.map(({ low, high }) => format.major(high - low))],
        lineStyle: { opacity: 0 },
        areaStyle: { color: '@accent', opacity: 0.18 },
        itemStyle: { color: '@accent-soft' },
        symbol: 'none',
        silent: true,
      },
      {
        type: 'line',
        name: actual,
        data: past.map((point) => ({ value: format.major(point.value), tip: tip(actual, point) })),
        lineStyle: { color: '@ink', width: 2 },
        itemStyle: { color: '@ink' },
        symbolSize: 5,
      },
      {
        type: 'line',
        name: expected,
        data: [
          ...before,
          ...from.map(({ value }) => ({ value: format.major(value), symbol: 'none' })),
          ...next.map((point) => ({
            value: format.major(point.value),
            tip: tip(expected, point, `\n${band}: ${format.money(point.low)} – ${format.money(point.high)}`),
          })),
        ],
        lineStyle: { color: '@accent', width: 2, type: 'dashed' },
        itemStyle: { color: '@accent' },
        symbol: 'circle',
        symbolSize: 7,
      },
    ],
  }
}
