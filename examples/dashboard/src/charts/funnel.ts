import type { EChartsOption } from 'echarts'
import type { Format } from '../format.ts'
import type { Funnel } from '../views.ts'
import { named, type Words } from '../words/words.ts'
import { barsChart } from './bars.ts'

/** How many reached each stage, and which part of those before them. */
export function funnelChart({ stages }: Funnel, words: Words, format: Format): EChartsOption {
  return barsChart(
    stages.map(({ stage, reached, conversion, interval }) => {
      const name = named(words.names, stage)
      const part = conversion === null ? '' : words.funnel.conversion(format.share(conversion))
      const text = [format.count(reached), part].filter(Boolean).join('  ·  ')
      return { name, value: reached, text, tip: `${name}\n${text}${format.between(interval)}` }
    }),
  )
}
