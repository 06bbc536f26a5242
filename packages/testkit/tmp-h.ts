import { readFileSync } from 'node:fs'
import { createCrm, isCrmError } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { createDatabase } from '../../scripts/postgres.ts'
export const admin = { user: 'u_adm', roles: ['admin'] }
export const pgUrl = () => readFileSync('/tmp/adv-pg-url', 'utf8')
export const freshPg = () => createDatabase(pgUrl())
export async function codeOf(run: () => any) {
  try {
    const v = await run()
    return 'OK:' + JSON.stringify(v)?.slice(0, 150)
  } catch (e: any) {
    return isCrmError(e)
      ? e.code +
          (e.cause ? '<' + String((e.cause as any).message ?? e.cause).slice(0, 120) + '>' : '') +
          ' ' +
          JSON.stringify(e.details)?.slice(0, 160)
      : 'RAW ' + String(e?.stack ?? e).slice(0, 300)
  }
}
const probes: [string, (c: any) => Promise<any>][] = []
export const probe = (
  name: string,
  run: (c: { make: (o?: any) => Promise<any>; db: string; url?: string }) => Promise<any>,
) => probes.push([name, run])
export async function go() {
  const filter = process.argv[2]
  process.on('unhandledRejection', (e: any) => console.log('   !! UNHANDLED', e?.code, String(e).slice(0, 200)))
  for (const [name, run] of probes) {
    if (filter && !name.includes(filter)) continue
    for (const db of ['sqlite', 'postgres']) {
      const undo: any[] = []
      const ctx: any = {
        db,
        make: async (o: any = {}) => {
          let storage
          if (db === 'sqlite') storage = o.file ? sqlite(o.file, o.sqlite) : sqlite(':memory:')
          else {
            const d = await freshPg()
            ctx.url = d.url
            undo.push(d.drop)
            storage = postgres({ connectionString: d.url, ...(o.pg ?? {}) } as any)
          }
          const { pg: _, file: __, sqlite: ___, ...rest } = o
          const { crm, clock } = await testCrm({ ...rest, storage })
          undo.push(() => crm.close())
          return { crm, clock, storage, me: crm.as(admin) }
        },
      }
      let t: any
      const r = await Promise.race([
        codeOf(() => run(ctx)),
        new Promise((r) => {
          t = setTimeout(() => r('TIMEOUT/HANG'), 15000)
        }),
      ])
      clearTimeout(t)
      console.log(`[${name}] ${db}: ${r}`)
      for (const u of undo.reverse()) await Promise.race([u().catch(() => {}), new Promise((r) => setTimeout(r, 1500))])
    }
  }
  process.exit(0)
}
