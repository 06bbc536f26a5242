import { invalid } from '../error/index.ts'
import { customOwner, type EntityIR, entityOf, type OneIR } from '../schema/index.ts'
import type { Path, SortKey } from './ast.ts'
import { limitsOf, type QueryContext } from './context.ts'
import { tooComplex } from './limits.ts'
import { unknownKey } from './nearest.ts'
import { ownField } from './own-field.ts'
import { entriesOf, readText, readWord } from './read.ts'

/** Checks a way over to-one relations to a field: `['company', 'name']`. */
export function checkPath(names: readonly unknown[], entity: EntityIR, path: string, context: QueryContext): Path {
  const most = limitsOf(context).hops
  if (names.length > most + 1) throw tooComplex(path, `goes over more than ${most} relations`)
  if (names.length === 0) throw invalid(path, 'names no field')
  const hops: OneIR[] = []
  let at = entity
  for (const [i, raw] of names.entries()) {
    const name = readText(raw, `${path}.${i}`)
    const last = i === names.length - 1
    const field = last ? at.fields.get(name) : undefined
    if (field !== undefined) return { hops, field }
    const relation = last ? undefined : at.one.get(name)
    if (relation === undefined) throw unknownKey(`${path}.${name}`, last ? at.fields.keys() : at.one.keys())
    hops.push(relation)
    at = entityOf(context.schema, relation.to)
  }
  throw invalid(path, 'names no field')
}

/** Checks `orderBy` and makes it total: the id follows, in the direction of the last key. */
export function checkOrderBy(raw: unknown, entity: EntityIR, path: string, context: QueryContext): readonly SortKey[] {
  const keys: SortKey[] = []
  const seen = new Set<string>()
  const visit = (value: unknown, names: readonly string[], at: EntityIR, where: string): void => {
    for (const [name, inner] of entriesOf(value, where)) {
      const here = `${where}.${name}`
      const relation = at.one.get(name)
      if (relation !== undefined) {
        if (names.length >= limitsOf(context).hops) throw tooComplex(here, 'goes over too many relations')
        visit(inner, [...names, name], entityOf(context.schema, relation.to), here)
        continue
      }
      if (name === customOwner) {
        for (const [own, direction] of entriesOf(inner, here)) {
          const field = ownField(at, own, `${here}.${own}`)
          add(checkPath([...names, field.name], entity, here, context), direction, `${here}.${own}`)
        }
        continue
      }
      if (!at.fields.has(name)) throw unknownKey(here, [...at.fields.keys(), ...at.one.keys()])
      add(checkPath([...names, name], entity, here, context), inner, here)
    }
  }
  const add = (key: Path, direction: unknown, here: string): void => {
    if (key.field.kind === 'json') throw invalid(here, 'a JSON value has no order')
    const spelled = spellPath(key)
    if (seen.has(spelled)) throw invalid(here, 'is named twice')
    seen.add(spelled)
    keys.push({ path: key, direction: readWord(direction, here, ['asc', 'desc']) })
    const most = limitsOf(context).sorts
    if (keys.length > most) throw tooComplex(here, `is one of more than ${most} sort keys`)
  }
  if (Array.isArray(raw)) for (const [i, item] of raw.entries()) visit(item, [], entity, `${path}.${i}`)
  else visit(raw, [], entity, path)
  return total(keys, entity)
}

/** Keys after a unique one say nothing. */
export function total(keys: readonly SortKey[], entity: EntityIR): readonly SortKey[] {
  const unique = keys.findIndex(({ path }) => path.hops.length === 0 && path.field.name === 'id')
  if (unique >= 0) return keys.slice(0, unique + 1)
  const id = entity.fields.get('id')
  if (id === undefined) throw new TypeError(`${entity.name} has no id`)
  return [...keys, { path: { hops: [], field: id }, direction: keys.at(-1)?.direction ?? 'asc' }]
}

/** A path as text: `company.name`. */
export function spellPath({ hops, field }: Path): string {
  return [...hops.map((hop) => hop.name), field.name].join('.')
}
