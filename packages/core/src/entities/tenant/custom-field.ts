import * as z from 'zod'
import { customKinds } from '../../overlay/index.ts'
import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '../../schema/index.ts'

/** A field that a tenant has given an entity. Its values stand in records under `custom`. */
export const customField = defineEntity({
  name: 'customField',
  plural: 'customFields',
  fields: {
    /** The entity whose records have it. */
    entity: field.string({ min: 1 }).plain(),
    name: field.string({ min: 1, max: 41 }).plain(),
    /** `company.purchaseCycleDays`: no two fields of an entity have one name. */
    key: field.string().generated().unique().plain(),
    kind: field.enum(customKinds),
    /** How people call it. */
    label: field.string().optional().plain(),
    /** What it says about people; every text says so. */
    class: field.enum(['pii', 'sensitive', 'plain']).optional(),
    /** The least number, or length of a text. */
    min: field.number().optional(),
    max: field.number().optional(),
    /** Those of an enum. */
    values: field
      .json(() => z.array(z.string()).readonly())
      .optional()
      .plain(),
    /** What records have that give none. */
    default: field
      .json(() => z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .plain(),
    /** Its values have been taken out of the records. */
    purged: field.boolean().default(false),
  },
})

/**
 * A field that a tenant has given an entity. Its values stand in records under `custom`.
 *
 * @example
 * const { items } = await me.customFields.list({ where: { entity: 'company' } })
 * console.log(items.map(({ key }: CustomField) => key)) // ['company.purchaseCycleDays']
 */
export interface CustomField extends System, RowOf<typeof customField.fields> {}

/**
 * What says what a tenant's own field is; `customFields.define` takes these keys. A text must say its `class`.
 *
 * @example
 * const cycle: CustomFieldCreate = { entity: 'company', name: 'purchaseCycleDays', kind: 'integer', min: 1 }
 */
export interface CustomFieldCreate extends CreateOf<typeof customField.fields> {}
export type CustomFieldTypes = EntityOf<typeof customField, CustomField, CustomFieldCreate>
