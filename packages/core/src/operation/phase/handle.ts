import { safeParse } from 'zod/v4/core'
import { CrmError } from '../../error/index.ts'
import { whileWanted } from '../awaited.ts'
import { inContext } from '../context.ts'
import { isMeant, meaning } from '../defined.ts'
import { answered } from '../record/answered.ts'
import { loadOne } from '../record/load-one.ts'
import type { Run } from '../run.ts'

/** A plugin's own operation: its handler, with the engine inside this transaction. */
export async function handle(run: Run): Promise<void> {
  const { name, by, contract } = run.operation
  const installed = run.engine.handlers.get(name)
  if (installed === undefined) throw new CrmError('OPERATION_UNKNOWN', { details: { operation: name } })
  if (run.options.ifVersion !== undefined) await loadOne(run, run.id ?? '')
  const result = await answer(run, () =>
    inContext(run, installed.plugin, by === 'handler' && contract.elevate, (context) =>
      whileWanted(run, installed.handle(context, run.input)),
    ),
  )
  const checked = safeParse(contract.output, result)
  if (!checked.success) {
    throw new CrmError('HANDLER_FAILED', {
      details: { operation: name, plugin: installed.plugin },
      cause: checked.error,
      hint: 'Its answer is not what its contract says.',
    })
  }
  run.result = await answered(run, checked.data)
}

async function answer(run: Run, call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call()
  } catch (cause) {
    if (isMeant(cause, run.engine.codes)) throw cause
    throw new CrmError('HANDLER_FAILED', { details: { operation: run.operation.name }, cause, hint: meaning(cause) })
  }
}
