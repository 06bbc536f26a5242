// A process that writes until it is killed: `node writer.ts <database> <name> <from>`. It says what it is about to do, and
// what has been done, by a synchronous write: what the pipe has, the parent reads, whenever this process ends.
import { writeSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { isCrmError } from '@guanxi/core'
import { labCrm } from './crm.ts'

const [database = '', name = '', from = '0'] = process.argv.slice(2)
const crm = labCrm(database)
const me = crm.as({ user: name, roles: ['sales'] })
const say = (line: string) => writeSync(1, `${line}\n`)

// Who is killed does not write it at his end.
flushCompileCache()
say('READY')
for (let n = Number(from); ; n++) {
  if (n % 5 === 4) await takenBack(`${name} ${n} taken back`)
  say(`TRY ${n}`)
  say(`ACK ${n} ${await written(`${name} ${n}`)}`)
}

/** The same, but for its end: nothing of it may ever be seen, by anybody. */
async function takenBack(title: string): Promise<void> {
  const reason = new Error('taken back')
  try {
    await me.transaction(async (tx) => {
      const company = await tx.companies.create({ name: title })
      const deal = await tx.deals.create({ title, companyId: company.id })
      await tx.deals.move(deal.id, { to: 'proposal' })
      throw reason
    })
  } catch (error) {
    if (error !== reason && !(isCrmError(error) && error.retryable)) throw error
  }
}

/** A company, a deal and its move in one transaction, under a key: whoever asks again gets the same deal. */
async function written(title: string): Promise<string> {
  for (;;) {
    try {
      return await me.transaction(async (tx) => {
        const company = await tx.companies.create({ name: title }, { idempotencyKey: `${title} company` })
        const deal = await tx.deals.create({ title, companyId: company.id }, { idempotencyKey: `${title} deal` })
        await tx.deals.move(deal.id, { to: 'proposal' }, { idempotencyKey: `${title} move` })
        return deal.id
      })
    } catch (error) {
      if (!isCrmError(error) || !error.retryable) throw error
      say(`AGAIN ${error.code}`)
    }
  }
}
