import { CrmError } from '../error/index.ts'
import type { Entity } from './entity.ts'
import type { FieldIR, ManyIR, OneIR } from './schema.ts'

interface Drafted {
  readonly owner: string
  readonly entity: Entity
  readonly fields: ReadonlyMap<string, FieldIR>
  readonly one: ReadonlyMap<string, OneIR>
  readonly many: Map<string, ManyIR>
}

/** Gives the records that a row may tell of their way to such rows. Ids are unique, so the id alone relates them. */
export function relateAbout(drafts: readonly Drafted[]): void {
  for (const { owner, entity, fields } of drafts) {
    if (entity.about === undefined) continue
    const { via, inverse: name } = entity.about
    const field = fields.get(via)
    if (field === undefined)
      throw new CrmError('SCHEMA_INVALID', { details: { problem: `${entity.name}.${via} is not a field` } })
    for (const of of drafts.filter(isOwned)) {
      if (of.fields.has(name) || of.one.has(name) || of.many.has(name))
        throw new CrmError('PLUGIN_CONFLICT', {
          details: { what: `${of.entity.name}.${name}`, owner, other: of.owner },
          hint: 'Rename one of the two.',
        })
      const on = of.fields.get('id') as FieldIR
      of.many.set(name, { type: 'many', name, from: of.entity.name, to: entity.name, via: field, on })
    }
  }
}

/** Its records belong to somebody, as `hasOwner` of the finished entity says. */
const isOwned = ({ entity, fields }: Drafted): boolean =>
  entity.keeping === 'full' && entity.ownedBy === undefined && fields.has('ownerId')
