import { fold, searchText } from '@guanxi/core/storage'
import type { Parameters } from './record.ts'

/** A contact point, as the audit tells of it. */
interface Point {
  readonly id: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly version: number
  readonly deletedAt: null
  readonly custom: object
  readonly contactId: string
  readonly kind: 'phone' | 'email'
  readonly value: string
  readonly normal: string
  readonly e164: string | null
  readonly primary: boolean
  readonly label: null
}

export const pointColumns =
  'tenant, id, created_at, updated_at, version, deleted_at, contact_id, kind, value, normal, normal_search, e164, "primary", label, extra'

/** The number and the address of a new contact as its points. */
export function pointsOf(
  contactId: string,
  { phone, email }: { readonly phone?: string | null | undefined; readonly email?: string | null | undefined },
  newId: () => string,
  at: string,
): readonly Point[] {
  const point = (kind: Point['kind'], value: string, normal: string, e164: string | null): Point => {
    const system = { id: newId(), createdAt: at, updatedAt: at, version: 1, deletedAt: null, custom: {} }
    return { ...system, contactId, kind, value, normal, e164, primary: true, label: null }
  }
  const points: Point[] = []
  if (typeof phone === 'string') {
    const number = phone
      .normalize('NFKC')
      .replaceAll(/[\s().-]/g, '')
      .replace(/^00/, '+')
    points.push(point('phone', phone, number, /^\+[1-9]\d{6,14}$/.test(number) ? number : null))
  }
  if (typeof email === 'string') points.push(point('email', email, fold(email.trim()), null))
  return points
}

export const normalOf = (points: readonly Point[], kind: Point['kind']): string | null =>
  points.find((point) => point.kind === kind)?.normal ?? null

/** The parameters that a point gives its columns. */
export const parametersOf = (point: Point): Parameters => [
  'default',
  point.id,
  point.createdAt,
  point.updatedAt,
  point.version,
  null,
  point.contactId,
  point.kind,
  point.value,
  point.normal,
  searchText(point.normal),
  point.e164,
  1,
  null,
  '{}',
]
