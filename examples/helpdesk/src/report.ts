import { story } from './story.ts'
import { summary } from './summary.ts'
import type { Week } from './week/week.ts'

const head = [
  '未来科技, service desk: Monday 21 to Sunday 27 September 2026, Asia/Shanghai, 09:00 to 12:00 and 13:30 to 18:00',
  'Friday is 中秋节, a holiday; the Sunday before was worked instead. 售后: 张伟, 李娜. 技术: 王强, 陈静. 赵敏 leads them.',
].join('\n')

/** The week as it is read: what happened, what it comes to, and one ticket from its first mail to its survey. */
export async function report(week: Week): Promise<string> {
  return [head, `${week.log}`, await summary(week), await story(week.admin, week.told)].join('\n\n\n')
}
