import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '../../schema/index.ts'

/** Something that is sold. */
export const product = defineEntity({
  name: 'product',
  plural: 'products',
  fields: {
    name: field.string({ min: 1 }).search().plain(),
    sku: field.string().optional().unique().plain(),
    category: field.string().optional().plain(),
    /** The list price of one unit. */
    price: field.money({ min: 0 }).optional(),
    currency: field.currency().optional(),
    active: field.boolean().default(true),
  },
})

/**
 * Something that is sold.
 *
 * @example
 * const product: Product = await me.products.get('x_1')
 * console.log(product.name)
 */
export interface Product extends System, RowOf<typeof product.fields> {}

/**
 * What a creation of a product takes.
 *
 * @example
 * const product: ProductCreate = { name: 'Filter' }
 * await me.products.create(product)
 */
export interface ProductCreate extends CreateOf<typeof product.fields> {}
export type ProductTypes = EntityOf<typeof product, Product, ProductCreate>
