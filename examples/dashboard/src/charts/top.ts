import type { EChartsOption } from 'echarts'
import type { Format } from '../format.ts'
import type { Top, TopRow } from '../views.ts'
import type { Words } from '../words/words.ts'
import { barsChart } from './bars.ts'

/** Who brings most, with their shares, and what all others bring together. */
export function topChart({ rows, other }: Top, words: Words, format: Format): EChartsOption {
  const bar = ({ name, value, share }: TopRow, color: string) => {
    const text = [format.money(value), share === null ? '' : format.share(share)].filter(Boolean).join('  ·  ')
    return { name, value: format.major(value), text, tip: `${name}\n${text}`, color }
  }
  const others = other === null ? [] : [bar({ ...other, name: words.top.other(format.count(other.n)) }, '@muted')]
  return barsChart([...rows.map((row) => bar(row, '@accent')), ...others])
}
