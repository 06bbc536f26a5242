import type { EChartsOption } from 'echarts'

/** What every chart has: no animation, texts that can be read on a phone, a tip that stays on the page. */
export const base = {
  animation: false,
  textStyle: { fontFamily: '@font', fontSize: 12 },
  tooltip: {
    formatter: '$tip',
    confine: true,
    backgroundColor: '@card',
    borderColor: '@line',
    textStyle: { color: '@ink', fontSize: 13 },
  },
} satisfies EChartsOption

/** A label of an axis. */
export const quiet = { color: '@muted', fontFamily: '@font', fontSize: 12 } as const
/** A label of a thing. */
export const loud = { color: '@ink', fontFamily: '@font', fontSize: 12 } as const

/** Nothing but the labels of an axis. */
export const bare = { axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false } } as const
/** Faint lines behind a chart. */
export const ruled = { ...bare, splitLine: { show: true, lineStyle: { color: '@line' } } } as const
