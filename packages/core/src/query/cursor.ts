import { CrmError } from '../error/index.ts'
import { isDate, parseInstant } from '../time/index.ts'
import type { Literal, SortKey } from './ast.ts'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { spellPath } from './check-path.ts'
import { isSound } from './read.ts'

const version = 1

/** What a cursor is of: an entity, or a list of another kind. */
interface Named {
  readonly name: string
}

/**
 * The place after a row, as opaque text: the values of its sort keys, bound to entity and order.
 *
 * @example
 * const company = entityOf(schema, 'company')
 * const byId: SortKey = { path: { hops: [], field: fieldOf(company, 'id') }, direction: 'asc' }
 * const next = encodeCursor(['c_1'], company, [byId])
 */
export function encodeCursor(keys: readonly (Literal | null)[], entity: Named, orderBy: readonly SortKey[]): string {
  return encodeBase64url(JSON.stringify([version, digestOf(entity, orderBy), ...keys]))
}

/**
 * The values of the sort keys in a cursor.
 *
 * @throws CrmError `CURSOR_INVALID`: the text is no cursor of this entity and order.
 *
 * @example
 * const company = entityOf(schema, 'company')
 * const byId: SortKey = { path: { hops: [], field: fieldOf(company, 'id') }, direction: 'asc' }
 * decodeCursor(encodeCursor(['c_1'], company, [byId]), company, [byId]) // ['c_1']
 */
export function decodeCursor(raw: unknown, entity: Named, orderBy: readonly SortKey[]): readonly (Literal | null)[] {
  const parts = typeof raw === 'string' ? parse(raw) : undefined
  if (!Array.isArray(parts)) throw foreign()
  const [ofVersion, digest, ...keys]: unknown[] = parts
  if (ofVersion !== version || digest !== digestOf(entity, orderBy) || keys.length !== orderBy.length) throw foreign()
  return orderBy.map(({ path }, i) => {
    const key = keys[i]
    const missing = key === null && !(path.hops.length === 0 && path.field.name === 'id')
    if (missing) return null
    if (!fits(key, path.field.kind)) throw foreign()
    return key
  })
}

function fits(key: unknown, kind: SortKey['path']['field']['kind']): key is Literal {
  switch (kind) {
    case 'integer':
    case 'money':
      return Number.isSafeInteger(key)
    case 'number':
      return Number.isFinite(key)
    case 'boolean':
      return typeof key === 'boolean'
    case 'date':
      return typeof key === 'string' && isDate(key)
    case 'datetime':
      return typeof key === 'string' && parseInstant(key) === key
    default:
      return typeof key === 'string' && isSound(key)
  }
}

function parse(text: string): unknown {
  const json = decodeBase64url(text)
  if (json === undefined) return undefined
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** FNV-1a over the entity and its order: a cursor of another query is refused, not misread. */
function digestOf(entity: Named, orderBy: readonly SortKey[]): number {
  const text = [entity.name, ...orderBy.map(({ path, direction }) => `${spellPath(path)} ${direction}`)].join('|')
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

const foreign = (): CrmError =>
  new CrmError('CURSOR_INVALID', {
    details: { path: 'after' },
    hint: 'Use `next` of a page of this very query, with the same orderBy.',
  })
