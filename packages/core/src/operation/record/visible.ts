import { type EntityIR, type Row, without } from '../../schema/index.ts'
import { hiddenFields, type Looking } from '../hidden.ts'
import { flush, type Run, tenantOf } from '../run.ts'

/** The eyes of the actor of a run, which sees what it has written. */
export function lookingOf(run: Run): Looking {
  const session = async () => {
    await flush(run)
    return run.unit?.tx ?? run.engine.storage.session
  }
  return { policy: run.caller.policy(run.now), tenant: tenantOf(run), session }
}

/** The one record of a run as the actor may see it: fields that he may not read are null. */
export async function visibleOne(run: Run, entity: EntityIR, row: Row): Promise<Row> {
  const hidden = (await hiddenFields(lookingOf(run), entity, [row])).get(row.id as string) ?? []
  return without(row, hidden)
}
