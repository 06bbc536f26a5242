import { isCrmError } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import type { Customer } from './by-customer.ts'

/** Customers whose ids lie in it. */
export interface Range {
  readonly gt: string
  readonly lte?: string
}

/**
 * All customers of a kind in two halves, which a server reads side by side. Ids begin with their time: about as many are before the
 * middle as behind it.
 */
export async function halvesOf({ crm }: Pick<Inside, 'crm'>, kind: Customer['kind']): Promise<readonly Range[]> {
  const end = async (direction: 'asc' | 'desc') => {
    const first = { orderBy: { id: direction }, limit: 1 }
    const { items } = await (kind === 'company' ? crm.companies.list(first) : crm.contacts.list(first))
    return items[0]?.id ?? ''
  }
  try {
    const [first, last] = await Promise.all([end('asc'), end('desc')])
    const middle = halfway(first, last)
    return first === last ? [{ gt: '' }] : [{ gt: '', lte: middle }, { gt: middle }]
  } catch (error) {
    // Who may read orders, and no customers, has them in one piece.
    if (isCrmError(error, 'FORBIDDEN')) return [{ gt: '' }]
    throw error
  }
}

/** So many letters behind those that both have in common are looked at. */
const letters = 4
const [least, base] = [48, 128]

/** A text about halfway between two of the same length. */
function halfway(one: string, other: string): string {
  let same = 0
  while (same < one.length && one[same] === other[same]) same++
  const number = (text: string) => {
    let value = 0
    for (let i = same; i < same + letters; i++) value = value * base + (text.charCodeAt(i) || 0)
    return value
  }
  let middle = Math.floor((number(one) + number(other)) / 2)
  let behind = ''
  for (let i = 0; i < letters; i++) {
    behind = String.fromCharCode(Math.max(least, middle % base)) + behind
    middle = Math.floor(middle / base)
  }
  return one.slice(0, same) + behind
}
