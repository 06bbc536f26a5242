import { sqlite } from '@guanxi/sqlite'
import type { OpenSubject } from '../subject.ts'
import { guanxi } from './guanxi.ts'

export const open: OpenSubject = async (file) => guanxi(sqlite(file))
