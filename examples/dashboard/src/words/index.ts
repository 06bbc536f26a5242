import { en } from './en.ts'
import type { Words } from './words.ts'
import { zhCN } from './zh-CN.ts'

/** The languages that the report speaks, by their names. */
export const languages: ReadonlyMap<string, Words> = new Map([
  ['en', en],
  ['zh-CN', zhCN],
])
