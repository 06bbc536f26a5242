import type { Condition, EntityIR, OneIR, Path } from '@guanxi/core/storage'
import { join, type Sql, sql } from '../fragment.ts'
import { seenSource } from './condition.ts'
import { all } from './logic.ts'
import type { Lowering } from './lowering.ts'
import { namesFew } from './names-few.ts'
import type { Candidates } from './narrow.ts'
import type { Node } from './node.ts'
import type { Bin, Source } from './source.ts'

/** The root of a query and the records that its paths lead to, each joined once. */
export class Paths {
  readonly root: Source
  readonly #lowering: Lowering
  readonly #nodes = new Map<string, Node>()
  readonly #joins: Sql[] = []

  constructor(lowering: Lowering, root: Source) {
    this.#lowering = lowering
    this.root = root
  }

  /** From the records of a query. */
  static of(
    lowering: Lowering,
    query: { readonly entity: EntityIR; readonly bin: Bin; readonly where: Condition },
    candidates: readonly Candidates[],
  ): Paths {
    return new Paths(
      lowering,
      seenSource(lowering, query.entity, query.bin, { candidates, few: namesFew(query.where) }),
    )
  }

  /** The value at the end of a path: missing where a hop finds nothing that may be seen. */
  value({ hops, field }: Path): { readonly column: Sql; readonly nullable: boolean } {
    const node = this.#node(hops)
    return { column: node.column(field), nullable: hops.length > 0 || node.nullable(field) }
  }

  /** What stands after `from`; ask when all paths are known. */
  from(): Sql {
    return join([this.root.from, ...this.#joins], ' ')
  }

  #node(hops: readonly OneIR[]): Node {
    const last = hops.at(-1)
    if (last === undefined) return this.root.node
    const key = hops.map((hop) => hop.name).join('.')
    const known = this.#nodes.get(key)
    if (known !== undefined) return known
    const before = this.#node(hops.slice(0, -1))
    const { node, from, conditions } = seenSource(this.#lowering, this.#lowering.entity(last.to), 'without')
    const link = sql`${node.column(last.on)} = ${before.column(last.via)}`
    this.#joins.push(sql`left join ${from} on ${all([link, ...conditions])}`)
    this.#nodes.set(key, node)
    return node
  }
}
