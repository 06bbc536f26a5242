import { fieldOf } from '../../schema/index.ts'
import type { Session } from '../../storage/index.ts'
import { among, chunksOf, pagesOf, selectAll } from '../find.ts'
import { by, type Ledger, sealable, sealed } from './ledger.ts'
import type { AuditProblem } from './types.ts'

/** Rows that say they are sealed, and are not: nobody has sealed them, or there is no such seal. */
export async function addedRows(ledger: Ledger, session: Session, last: number): Promise<readonly AuditProblem[]> {
  const problems: AuditProblem[] = []
  const { auditDigest } = ledger.system
  for (const entity of sealable(ledger)) {
    for await (const page of pagesOf(session, by(ledger, entity, ['seal', 'id'], { where: sealed(entity) }))) {
      const covered = new Set<string>()
      for (const ids of chunksOf(page.map(({ id }) => String(id)))) {
        const where = among(fieldOf(auditDigest, 'row'), ids)
        for (const { row, seal, receipt } of await selectAll(session, by(ledger, auditDigest, ['id'], { where })))
          if (receipt === null) covered.add(`${seal} ${row}`)
      }
      for (const { id, seal } of page) {
        const number = Number(seal)
        if (!covered.has(`${number} ${id}`)) problems.push({ id: String(id), problem: 'row_added' })
        else if (number > last || number < 1) problems.push({ seal: number, problem: 'seal_missing' })
      }
    }
  }
  return problems
}
