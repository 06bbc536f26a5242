import {
  type AppTypes,
  type CoreTypes,
  type Crm,
  type CrmOptions,
  createCrm,
  type DefaultPipelines,
  type FieldsByEntity,
  type Installed,
  type PipelinesByName,
  type Plugin,
} from '@guanxi/core'
import { type TestClock, testClock } from './clock.ts'
import { testIds } from './ids.ts'
import { migrated } from './migrated.ts'

/** What {@link testCrm} takes: what createCrm takes, and where its clock starts. */
export interface TestCrmOptions<P extends readonly Plugin[], X extends FieldsByEntity, L extends PipelinesByName>
  extends Partial<Omit<CrmOptions<P, X, L>, 'clock'>> {
  /** 2026-03-16T01:00:00Z, a Monday, unless told. */
  readonly start?: string
}

/**
 * A migrated CRM for a test: on {@link migrated} unless told, with a clock that the test moves and ids that are the
 * same in every run.
 *
 * @example
 * const { crm, clock } = await testCrm()
 * await clock.advance('P3M')
 */
export async function testCrm<
  const P extends readonly Plugin[] = [],
  const X extends FieldsByEntity = {},
  L extends PipelinesByName = DefaultPipelines,
>(
  options: TestCrmOptions<P, X, L> = {},
): Promise<{ readonly crm: Crm<CoreTypes & Installed<P> & AppTypes<X, L>>; readonly clock: TestClock }> {
  const { start = '2026-03-16T01:00:00Z', ...rest } = options
  const clock = testClock(start, options.zone)
  const storage = rest.storage ?? (await migrated())
  const crm = createCrm<P, X, L>({ ids: testIds(), ...rest, storage, clock } as CrmOptions<P, X, L>)
  await crm.migrate()
  return { crm, clock }
}
