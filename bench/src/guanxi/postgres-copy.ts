import { postgres } from '@guanxi/postgres'
import type { OpenSubject } from '../subject.ts'
import { guanxi } from './guanxi.ts'

export const open: OpenSubject = async (url) => guanxi(postgres(url, { copy: true }))
