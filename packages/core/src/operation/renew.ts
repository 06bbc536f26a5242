import { flush, type Run, tenantOf, unitOf } from './run.ts'
import type { View } from './view.ts'

/** What the tenant's view is made of, or remembered with it, was written: it is another one from now on. */
export async function renew(run: Run): Promise<View> {
  const unit = unitOf(run)
  await flush(run)
  unit.view = await run.engine.views.change(tenantOf(run), unit.tx, unit.view ?? run.caller.view)
  unit.held = { view: unit.view, named: true }
  return unit.view
}
