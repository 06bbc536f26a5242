import { type CoreCode, CrmError } from '@guanxi/core'
import type { Fault } from '@guanxi/sql'
import { refusal } from './dialect.ts'

const states: Readonly<Record<string, CoreCode>> = {
  '40001': 'CONFLICT',
  '40P01': 'CONFLICT',
  '53100': 'STORAGE_FULL',
  '53300': 'STORAGE_BUSY',
  '55P03': 'STORAGE_BUSY',
  '25006': 'STORAGE_READ_ONLY',
  '22003': 'NUMBER_OUT_OF_RANGE',
  '25P01': 'TRANSACTION_REQUIRED',
  '25P02': 'TRANSACTION_CLOSED',
  // A time limit, or somebody's pg_cancel_backend: later it may be quicker.
  '57014': 'STORAGE_BUSY',
  '57P01': 'STORAGE_UNAVAILABLE',
  '57P02': 'STORAGE_UNAVAILABLE',
  '57P03': 'STORAGE_UNAVAILABLE',
  '3D000': 'STORAGE_UNAVAILABLE',
}

/** The SQLSTATE of an error; undefined when the error is not the server's. */
export function stateOf(error: unknown): string | undefined {
  const code = member(error, 'code')
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && member(error, 'severity') !== undefined ? code : undefined
}

/** Whether the connection is gone. Such errors are mostly pg's own and have no SQLSTATE. */
export function isLost(error: unknown): boolean {
  const state = stateOf(error)
  if (state !== undefined) return state.startsWith('08') || states[state] === 'STORAGE_UNAVAILABLE'
  const code = member(error, 'code') ?? ''
  if (/^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_)/.test(code)) return true
  return /^Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired|Cannot use a pool after calling end/.test(
    member(error, 'message') ?? '',
  )
}

/** What an error of pg means. */
export function fault(error: unknown): Fault {
  const state = stateOf(error)
  if (state === '23505') return duplicate(error)
  if (state === '22P02' && member(error, 'message')?.includes(`"${refusal}"`)) return { type: 'expectation' }
  // Class 28: the server refuses the user.
  if (isLost(error) || state?.startsWith('28')) return failed('STORAGE_UNAVAILABLE', error)
  return failed((state === undefined ? undefined : states[state]) ?? 'STORAGE_FAILED', error)
}

const failed = (code: CoreCode, cause: unknown): Fault => ({ type: 'error', error: new CrmError(code, { cause }) })

/** The columns of an index that the schema does not know stand in `Key (tenant, email)=(t, a@b.c) already exists.` */
function duplicate(error: unknown): Fault {
  const [, list = ''] = /\(([^)]*)\)=/.exec(member(error, 'detail') ?? '') ?? []
  return {
    type: 'duplicate',
    table: member(error, 'table'),
    index: member(error, 'constraint'),
    columns: list.split(', ').filter((column) => column !== ''),
  }
}

function member(error: unknown, name: string): string | undefined {
  const value = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined
  return typeof value === 'string' ? value : undefined
}
