export { type BusinessCalendar, businessCalendar, type OpenWindow } from './calendar.ts'
export { type ChineseWorkday, fromChineseWorkday } from './chinese-workday.ts'
export { type DateHoliday, fromDateHolidays } from './date-holidays.ts'
export type { CalendarDefinition, Holiday, OpeningHours } from './definition.ts'
