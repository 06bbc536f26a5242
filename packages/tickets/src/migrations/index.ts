import type { Migration } from '@guanxi/core'
import { m0001 } from './0001_tickets.ts'
import { m0002 } from './0002_promises.ts'
import { m0003 } from './0003_routing.ts'
import { m0004 } from './0004_mail.ts'
import { m0005 } from './0005_channels.ts'
import { m0006 } from './0006_answers.ts'
import { m0007 } from './0007_knowledge.ts'
import { m0008 } from './0008_figures.ts'

/** In order. */
export const migrations: readonly Migration[] = [m0001, m0002, m0003, m0004, m0005, m0006, m0007, m0008]
