import { CrmError } from '../error/index.ts'
import type { Entity } from './entity.ts'
import type { FieldIR, ManyIR } from './schema.ts'

/** What makes an identity: the fields named, and the owned lists that say the same as one of them. */
export function identityOf(
  { name, identity, arrange }: Entity,
  fields: ReadonlyMap<string, FieldIR>,
  owns: readonly ManyIR[],
): readonly string[] {
  const of = arrange.flatMap((each) => each.of)
  const lists = owns.map((relation) => relation.name).filter((list) => of.includes(list))
  const other = of.find((each) => !fields.has(each) && !lists.includes(each))
  if (other !== undefined) {
    const problem = `${name}.${other} is neither a field nor a list that it owns`
    throw new CrmError('SCHEMA_INVALID', { details: { problem } })
  }
  const same = arrange.filter((each) => each.of.some((one) => identity.includes(one))).flatMap((each) => each.of)
  return [...identity, ...lists.filter((list) => same.includes(list))]
}
