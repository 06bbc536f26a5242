import type { Inside } from './inside.ts'

/** Nothing was sent later than now, whatever another clock says. */
export function sentAt({ add, now }: Pick<Inside, 'add' | 'now'>, at: string | undefined): string {
  const spelled = at === undefined ? now : add(at, 'PT0S')
  return spelled > now ? now : spelled
}

/** The later of two instants. */
export function later(a: string, b: string): string {
  if (a < b) return b
  return a
}
