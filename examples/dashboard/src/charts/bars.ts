import type { EChartsOption } from 'echarts'
import { bare, base, loud } from './base.ts'

export interface Bar {
  readonly name: string
  readonly value: number
  /** Behind the bar. */
  readonly text: string
  readonly tip: string
  readonly color?: string
}

/** Bars one below the other, their names above them and what they say behind them: so there is room on a phone. */
export function barsChart(bars: readonly Bar[]): EChartsOption {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  return {
    ...base,
    grid: { left: 0, right: 0, top: 18, bottom: 0 },
    xAxis: { ...bare, type: 'value', max: most, axisLabel: { show: false } },
    yAxis: { ...bare, type: 'category', inverse: true, data: bars.map(({ name }) => name), axisLabel: { show: false } },
    series: [
      {
        // What a bar is and what it says, above it, at both ends of a bar that is not seen.
        type: 'bar',
        silent: true,
        barGap: '-100%',
        barWidth: 10,
        itemStyle: { color: '@line', borderRadius: 5 },
        label: { ...loud, show: true, position: [0, -18], formatter: '{b}' },
        data: bars.map(() => most),
      },
      {
        type: 'bar',
        silent: true,
        barWidth: 10,
        itemStyle: { color: 'transparent' },
        label: {
          color: '@muted',
          fontSize: 12,
          show: true,
          position: 'insideTopRight',
          distance: 0,
          offset: [0, -18],
          formatter: '$label',
        },
        data: bars.map(({ text }) => ({ value: most, text })),
      },
      {
        type: 'bar',
        barWidth: 10,
        emphasis: { disabled: true },
        data: bars.map(({ value, tip, color = '@accent' }) => {
          return { value, tip, itemStyle: { color, borderRadius: 5 } }
        }),
      },
    ],
  }
}
