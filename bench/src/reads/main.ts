// W5, W7, W8, W9 and W10: what is read, by hand and by guanxi, on one and the same database.
// `node --conditions=source bench/src/reads/main.ts --only W9 --storage sqlite --scale 0.1 --rounds 7 --json FILE`
import { command } from './command.ts'
import { readings, reads } from './reads.ts'

await command(
  readings.map(({ work }) => work),
  reads,
)
