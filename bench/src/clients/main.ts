// Many clients at once: creates, moves and lists on Postgres, and a writer under readers on SQLite.
// `node --conditions=source bench/src/clients/main.ts --only clients --scale 0.1 --rounds 7 --json FILE`
import { command } from '../reads/command.ts'
import { clients, loads } from './clients.ts'

await command([...new Set(loads.map(({ work }) => work))], async (options) => {
  const lines = await clients(options)
  for (const { part, subject, perSecond, throughputToRaw, p99ToRaw } of lines)
    if (subject === 'guanxi')
      console.log(`${part}: ${perSecond} a second, ${throughputToRaw.toFixed(2)} of raw; p99 ${p99ToRaw.toFixed(2)}x`)
  return lines
})
