import type { EntityIR, FieldIR, Schema } from './schema.ts'

/**
 * What a tenant adds to the code's schema, by entity.
 *
 * @example
 * const nothing: SchemaOverlay = { fields: new Map(), stages: new Map() }
 */
export interface SchemaOverlay {
  readonly fields: ReadonlyMap<string, readonly FieldIR[]>
  /** The stages that records of an entity may be in, instead of the code's. */
  readonly stages: ReadonlyMap<string, readonly string[]>
}

/**
 * The schema of a tenant with fields and stages of his own. Relations and tables are the code's.
 *
 * @example
 * const stages = new Map([['deal', ['needs', 'quote', 'won']]])
 * const tenants = overlaid(schema, { fields: new Map(), stages })
 */
export function overlaid(base: Schema, overlay: SchemaOverlay): Schema {
  if (overlay.fields.size === 0 && overlay.stages.size === 0) return base
  const entities = new Map<string, EntityIR>()
  const schema: Schema = Object.freeze({ version: `${base.version}+${digestOf(overlay)}`, entities })
  for (const entity of base.entities.values()) {
    const fields = new Map(entity.fields)
    const stages = overlay.stages.get(entity.name)
    const stage = fields.get('stage')
    if (stages !== undefined && stage !== undefined) fields.set('stage', { ...stage, values: stages })
    for (const field of overlay.fields.get(entity.name) ?? []) fields.set(field.name, field)
    entities.set(entity.name, Object.freeze({ ...entity, fields, overlay: schema }))
  }
  return schema
}

/** Tenants with the same fields share the plans of their queries. */
function digestOf({ fields, stages }: SchemaOverlay): string {
  const text = JSON.stringify([
    [...fields].map(([entity, own]) => [entity, own.map(({ name, kind, default: value }) => [name, kind, value])]),
    [...stages],
  ])
  let hash = 0xcbf29ce484222325n
  for (let i = 0; i < text.length; i++) {
    hash = ((hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n) & 0xffffffffffffffffn
  }
  return hash.toString(16)
}
