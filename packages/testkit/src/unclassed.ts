import { isText, type Schema } from '@guanxi/core/storage'

/**
 * The texts whose owner has not said what they tell about people, as `entity.field`. They count as personal until he does:
 * erasures empty them. Only the host's own fields, and those of tenants, may go without.
 *
 * @example
 * const note = defineEntity({ name: 'note', plural: 'notes', fields: { text: field.text().pii() } })
 * expect(unclassed(buildSchema({ entities: [{ owner: 'notes', entity: note }] }))).toEqual([])
 */
export function unclassed(schema: Schema): readonly string[] {
  return [...schema.entities.values()].flatMap(({ name, fields }) =>
    [...fields.values()]
      .filter((field) => isText(field) && field.class === undefined && !free.has(field.owner))
      .map((field) => `${name}.${field.name}`),
  )
}

const free: ReadonlySet<string> = new Set(['app', 'custom'])
