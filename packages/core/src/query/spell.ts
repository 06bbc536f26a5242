import type { OneIR } from '../schema/index.ts'
import type { AggregateQuery, CompareOp, Condition, Path, SelectQuery } from './ast.ts'

const symbols: Readonly<Partial<Record<CompareOp, string>>> = {
  eq: '=',
  ne: '<>',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  startsWith: 'starts with',
}

/** A condition as people read it: `ownerId = "u_1" or owner is (reach some (viewer = "u_1"))`. */
export function spellCondition(of: Condition): string {
  switch (of.node) {
    case 'and':
    case 'or':
      if (of.all.length === 0) return of.node === 'and' ? 'always' : 'never'
      return of.all
        .map((part) => (isJoined(part) ? `(${spellCondition(part)})` : spellCondition(part)))
        .join(` ${of.node} `)
    case 'not':
      return `not (${spellCondition(of.of)})`
    case 'compare':
      return `${of.field.name} ${symbols[of.op] ?? of.op} ${JSON.stringify(of.value)}`
    case 'in':
      return `${of.field.name} ${of.negated ? 'not in' : 'in'} ${JSON.stringify(of.values)}`
    case 'isNull':
      return `${of.field.name} is ${of.negated ? 'there' : 'missing'}`
    case 'one':
      return of.is === 'none' ? `no ${of.relation.name}` : `${of.relation.name} is (${spellCondition(of.is)})`
    case 'many':
      return `${of.relation.name} ${of.quantifier} (${spellCondition(of.where)})`
    case 'measure': {
      const figure = of.field === undefined ? of.fn : `${of.fn} of ${of.field.name}`
      return `${of.relation.name} where (${spellCondition(of.within)}) ${figure} ${symbols[of.op]} ${of.value}`
    }
  }
}

const isJoined = (of: Condition): boolean => (of.node === 'and' || of.node === 'or') && of.all.length > 1

/** The names of the entities whose records a query looks at, its own first. */
export function entitiesIn(query: SelectQuery | AggregateQuery): readonly string[] {
  const found = new Set([query.entity.name])
  const over = (hops: readonly OneIR[]) => {
    for (const hop of hops) found.add(hop.to)
  }
  const paths: readonly Path[] =
    'groupBy' in query
      ? [...query.groupBy.map(({ path }) => path), ...query.measures.flatMap(({ path }) => path ?? [])]
      : query.orderBy.map(({ path }) => path)
  for (const { hops } of paths) over(hops)
  const inner = 'groupBy' in query ? query.measures.flatMap(({ where }) => where ?? []) : []
  for (const condition of [query.where, ...inner]) collect(condition, found)
  return [...found]
}

function collect(of: Condition, found: Set<string>): void {
  if ('relation' in of) found.add(of.relation.to)
  for (const part of innerOf(of)) collect(part, found)
}

function innerOf(of: Condition): readonly Condition[] {
  switch (of.node) {
    case 'and':
    case 'or':
      return of.all
    case 'not':
      return [of.of]
    case 'one':
      return of.is === 'none' ? [] : [of.is]
    case 'many':
      return [of.where]
    case 'measure':
      return [of.within]
    default:
      return []
  }
}
