import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { pipelineDefinitions } from './definitions.ts'

interface MatchAsked {
  readonly names: readonly { readonly name: string; readonly rows?: number | undefined }[]
  readonly mapping?: Readonly<Record<string, string>> | undefined
}

interface Product {
  readonly id: string
  readonly name: string
  readonly sku: string | null
}

/** Spelled without what people spell differently. */
const folded = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Which names of an import are products: asked before it, so that nothing is silently left out. */
export async function matchProducts(inside: Inside, { names, mapping = {} }: MatchAsked) {
  const bySku = new Map<string, Product>()
  const alike = new Map<string, Product>()
  const byName = new Map<string, Product>()
  for await (const product of inside.crm.products.iterate({ orderBy: { id: 'desc' } })) {
    const { sku, name } = product
    if (sku !== null) bySku.set(sku, product)
    byName.set(name, product)
    alike.set(folded(name), product)
  }

  const meant = new Map(Object.entries(mapping))
  const matched: { name: string; rows: number; productId: string; product: string }[] = []
  const unmatched: { name: string; rows: number; suggestion: string | null }[] = []
  for (const { name, rows = 1 } of names) {
    const wanted = meant.get(name) ?? name
    const product = byName.get(wanted) ?? bySku.get(wanted)
    if (product !== undefined) matched.push({ name, rows, productId: product.id, product: product.name })
    else unmatched.push({ name, rows, suggestion: alike.get(folded(name))?.name ?? null })
  }
  const sum = (of: readonly { readonly rows: number }[]) => of.reduce((all, { rows }) => all + rows, 0)
  return explain(
    { matched, unmatched },
    {
      of: pipelineDefinitions.matchProducts,
      asOf: inside.now,
      zone: inside.zone,
      rows: sum(matched),
      excluded: { product_unknown: sum(unmatched) },
      warnings: unmatched.map((one) => ({ code: 'product_unknown', ...one })),
      records: { entity: 'product', where: {} },
    },
  )
}
