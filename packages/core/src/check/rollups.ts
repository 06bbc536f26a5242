import { isCrmError } from '../error/index.ts'
import type { RollupReport } from '../operation/index.ts'
import type { Finding } from '../storage/index.ts'
import type { WholeCheck } from './check.ts'

/** Rollups that were never built, and those whose figures are not those of the records. */
export const rollups: WholeCheck = async ({ engine }) => {
  if (engine.rollups.all.length === 0) return []
  const { verify } = await import('../operation/rollup/upkeep.ts')
  const reports: RollupReport[] = []
  const uncounted: Finding[] = []
  for (const { name } of engine.rollups.all)
    try {
      reports.push(...(await verify(engine, [name])))
    } catch (error) {
      if (!isCrmError(error, 'NUMBER_OUT_OF_RANGE')) throw error
      uncounted.push({
        code: 'rollup_uncounted',
        severity: 'warning',
        problem: `Records of the rollup ${name} come to more than numbers hold: they could not be compared with its figures.`,
        fix: 'Look for amounts that are too large, and set them right.',
      })
    }
  const found = reports.flatMap(({ rollup, built, differing }): Finding[] => {
    if (!built)
      return [
        {
          code: 'rollup_unbuilt',
          severity: 'warning',
          problem: `The rollup ${rollup} was not built: what it could answer takes as long as without it.`,
          fix: `Call crm.rebuildRollups(['${rollup}']) once every process keeps it.`,
        },
      ]
    if (differing === 0) return []
    return [
      {
        code: 'rollup_wrong',
        severity: 'error',
        problem: `${differing} groups of the rollup ${rollup} have other figures than their records.`,
        fix: `Look at crm.verifyRollups(['${rollup}']) for what differs, and call crm.rebuildRollups(['${rollup}']).`,
        count: differing,
      },
    ]
  })
  return [...found, ...uncounted]
}
