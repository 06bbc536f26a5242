// What the examples of the API reference use without making it. They are compiled, never run.
import { createCrm, type Plugin, type StorageAdapter } from '@guanxi/core'
import type { Schema } from '@guanxi/core/storage'

export { afterAll, describe, expect, test } from 'vitest'
export * as z from 'zod'

export declare const storage: StorageAdapter
export declare const schema: Schema
/** A plugin of somebody's own. */
export declare const students: () => Plugin
export const crm = createCrm({ storage })
export const me = crm.as({ user: 'u_1', roles: ['sales'] })
