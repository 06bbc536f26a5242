import { CrmError, invalid } from '../../error/index.ts'
import type { AnyContext, AnyHooks, Done, Draft } from '../../operation/index.ts'
import { fieldOfStored, mostFields, type StoredField } from '../../overlay/index.ts'
import type { Condition } from '../../query/index.ts'
import { customFieldsOf, entityOf, type FieldIR, type Row } from '../../schema/index.ts'
import { checkCustomField } from './check-custom-field.ts'

/** A tenant's own fields are checked as they are written, and then exist for everybody. */
export const customFieldHooks: AnyHooks = {
  beforeWrite(changes, { schema }) {
    for (const draft of changes) {
      if (draft.action === 'delete') continue
      if (draft.action === 'update') checkSame(draft)
      const field = { ...draft.before, ...draft.input } as Row & StoredField
      checkCustomField(field, schema, draft.at)
      if (draft.action === 'create') draft.set({ key: `${field.entity}.${field.name}` })
    }
  },
  async afterWrite(changes, context) {
    const { tenancy } = context
    for (const change of changes) {
      if (change.action === 'create' || change.action === 'restore') await checkLeftOver(change, context)
      if (change.action !== 'delete') await checkValues(change, context)
    }
    const view = await tenancy.changed()
    for (const { before, after } of changes) {
      const entity = entityOf(view.schema, after.entity as string)
      if (customFieldsOf(entity).length > mostFields)
        throw invalid('entity', `has more than ${mostFields} fields of the tenant's own`, 'Remove one first.')
      if (after.purged !== true || before === null || before.purged === true) continue
      const field = fieldOfStored(after as Row & StoredField)
      await tenancy.amend({ entity, where: some(field), change: { type: 'set', values: { [field.name]: null } } })
    }
  },
}

const same = ['entity', 'name', 'kind'] as const

function checkSame({ before, input, at }: Draft): void {
  for (const name of same) {
    if (input[name] === undefined || input[name] === before?.[name]) continue
    throw invalid(at === '' ? name : `${at}.${name}`, 'cannot be changed', 'Remove the field and define another one.')
  }
}

/** Values of a field that was removed are still there: as another kind they would not be what they were. */
async function checkLeftOver({ after }: Done, { table, tenancy }: AnyContext): Promise<void> {
  const { key, kind, entity, name } = after
  const removed = await table('customField').all({ key }, 'only')
  if (removed.every((other) => other.kind === kind)) return
  const field = { ...fieldOfStored(after as Row & StoredField), kind: 'json' } as const
  const count = await tenancy.count(entityOf(tenancy.view.schema, entity as string), some(field))
  if (count > 0) throw inUse(count, String(name), 'kind')
}

/** Values of an enum that records have stay among its values. */
async function checkValues({ after }: Done, { tenancy }: AnyContext): Promise<void> {
  const field = fieldOfStored(after as Row & StoredField)
  if (field.kind !== 'enum') return
  const among: Condition = { node: 'in', field, negated: true, values: field.values ?? [] }
  const where: Condition = { node: 'and', all: [some(field), among] }
  const count = await tenancy.count(entityOf(tenancy.view.schema, after.entity as string), where)
  if (count > 0) throw inUse(count, String(after.name), 'values')
}

const some = (field: FieldIR): Condition => ({ node: 'isNull', field, negated: true })

const inUse = (count: number, field: string, path: string): CrmError =>
  new CrmError('FIELD_IN_USE', { details: { path, field, count } })
