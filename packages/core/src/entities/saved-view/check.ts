import { CrmError, invalid, isCrmError } from '../../error/index.ts'
import type { AnyContext } from '../../operation/index.ts'
import type { Row } from '../../schema/index.ts'

/** Throws what is wrong with a view, with the path in it. */
export function checkView({ schema, checkQuery }: Pick<AnyContext, 'schema' | 'checkQuery'>, view: Row): void {
  const entity = schema.entities.get(String(view.entity))
  if (entity === undefined || entity.keeping === 'log') throw invalid('entity', `there is no entity ${view.entity}`)
  const { columns = [], ...query } = view.query as Row & { readonly columns?: readonly string[] }
  try {
    checkQuery(entity.name, query)
  } catch (error) {
    if (!isCrmError(error)) throw error
    const { code, details, hint, path } = error
    throw new CrmError(code, {
      details: { ...details, path: path === undefined ? 'query' : `query.${path}` },
      cause: error,
      ...(hint === undefined ? {} : { hint }),
    })
  }
  for (const [index, name] of columns.entries())
    if (!entity.fields.has(name)) throw invalid(`query.columns.${index}`, `${entity.name} has no field ${name}`)
}
