import { report } from './report.ts'
import { playWeek } from './week/week.ts'

const week = await playWeek()
console.log(await report(week))
await week.world.crm.close()
