import { selectOf } from '../operation/index.ts'
import { type Condition, type Expectation, type Literal, never, type SelectQuery } from '../query/index.ts'
import { entityOf, fieldOf, type Row, type Schema } from '../schema/index.ts'
import type { Session } from '../storage/index.ts'
import type { Contents, StoredCap, StoredField, StoredPipeline, StoredPolicy } from './stored.ts'

/** More than there can be: there are limits to what a tenant may define. */
const most = 100_000

/** What a tenant has stored. The schema is the code's: this is what the tenant's is made of. */
export async function contentsOf(
  session: Session,
  schema: Schema,
  tenant: string,
  expect: Expectation | undefined,
): Promise<Contents> {
  const all = (entity: string, parts: Partial<SelectQuery> = {}) =>
    selectOf(entityOf(schema, entity), tenant, { limit: most, ...parts, ...(expect === undefined ? {} : { expect }) })
  const left: Condition = { node: 'isNull', field: fieldOf(entityOf(schema, 'member'), 'leftAt'), negated: true }
  const [fields = [], pipelines = [], policies = [], caps = [], leavers = []] = await session.selectMany([
    all('customField'),
    all('tenantPipeline'),
    all('policy'),
    all('ownershipCap'),
    all('member', { where: left, bin: 'with' }),
  ])
  const gone = leavers.filter(({ row }) => row.deletedAt !== null).map(({ row }) => row.userId as string)
  const back = gone.length === 0 ? [] : await session.select(all('member', { where: amongUsers(schema, gone) }))
  const here = new Set(back.filter(({ row }) => row.leftAt === null).map(({ row }) => row.userId))
  return {
    fields: fields.map(({ row }) => row as Row & StoredField),
    pipelines: pipelines.map(({ row }) => row as Row & StoredPipeline),
    policies: policies.map(({ row }) => row as Row & StoredPolicy),
    caps: caps.map(({ row }) => row as Row & StoredCap),
    // Of somebody who came back under a new record, the old one may be in the bin.
    revoked: new Set(leavers.map(({ row }) => row.userId as string).filter((user) => !here.has(user))),
  }
}

function amongUsers(schema: Schema, users: readonly Literal[]): Condition {
  const field = fieldOf(entityOf(schema, 'member'), 'userId')
  const parts: Condition[] = []
  for (let from = 0; from < users.length; from += 1000)
    parts.push({ node: 'in', field, negated: false, values: users.slice(from, from + 1000) })
  return parts.length === 0 ? never : { node: 'or', all: parts }
}
