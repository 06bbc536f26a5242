import type { FieldKind } from '@guanxi/core'
import { enumValues } from './schema.ts'

/** The instant that all samples are asked at: near a month's end and a change of the clock, on purpose. */
export const sampleNow = Date.parse('2026-03-30T21:30:00.000Z')

/** Zones whose days and hours are awkward, each in its own way. */
export const sampleZones = [
  'UTC',
  'Asia/Shanghai',
  'America/Los_Angeles',
  'Europe/London',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Pacific/Apia',
] as const

/** Texts that databases, JavaScript and Unicode see differently. */
export const texts = [
  '',
  ' ',
  'a',
  'A',
  'a ',
  'ab',
  'aB',
  'b',
  'z',
  '%',
  '_',
  '100%',
  'a_b',
  'a%b',
  'a\\b',
  "o'clock",
  '"q"',
  'é',
  'e\u0301',
  'ß',
  'ss',
  'ﬁsh',
  'Fish',
  'ＡＣＭＥ',
  'acme',
  'ｱ',
  'ア',
  '北京',
  '北京未来',
  '\u{20000}',
  '😀',
  '😀a',
  '\ue000',
  '\uffff',
  'İ',
  'ΣΑΣ',
  '1',
  '10',
  '9',
  'null',
  'true',
] as const

/** Beginnings and parts to look for. */
export const fragments = ['', 'a', 'A', '%', '_', 'a_', 'a%', 'é', 'e', '北', '京未', '😀', '\u{20000}', 'ａｃ', 'Fi', 'fi', '\\', "'", 'ア', 'ss', 'σ'] as const

const dates = [
  '0001-01-01',
  '1969-12-31',
  '2024-02-29',
  '2025-12-28',
  '2025-12-29',
  '2025-12-30',
  '2025-12-31',
  '2026-01-01',
  '2026-01-05',
  '2026-02-28',
  '2026-03-01',
  '2026-03-29',
  '2026-03-30',
  '2026-03-31',
  '2026-04-01',
  '2026-06-30',
  '9999-12-31',
]

const datetimes = [
  '0001-01-01T00:00:00.000Z',
  '1883-11-18T20:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '2011-12-30T09:59:59.999Z',
  '2011-12-30T10:00:00.000Z',
  '2018-11-04T02:59:59.999Z',
  '2018-11-04T03:00:00.000Z',
  '2025-10-05T15:00:00.000Z',
  '2025-10-26T00:30:00.000Z',
  '2025-10-26T01:30:00.000Z',
  '2025-11-02T08:30:00.000Z',
  '2025-11-02T09:30:00.000Z',
  '2025-12-28T21:30:00.000Z',
  '2025-12-30T21:29:59.999Z',
  '2025-12-30T21:30:00.000Z',
  '2025-12-30T21:30:00.001Z',
  '2025-12-31T16:00:00.000Z',
  '2025-12-31T18:14:59.999Z',
  '2026-02-28T21:00:00.000Z',
  '2026-02-28T22:00:00.000Z',
  '2026-03-08T09:59:59.999Z',
  '2026-03-08T10:00:00.000Z',
  '2026-03-29T00:59:59.999Z',
  '2026-03-29T01:00:00.000Z',
  '2026-03-30T21:30:00.000Z',
  '2026-03-30T21:30:00.001Z',
  '2026-04-06T20:00:00.000Z',
  '2099-12-31T23:59:59.999Z',
]

/** Relative times that matter around {@link sampleNow}. */
export const durations = ['P3M', 'P1M', 'P1D', 'P90D', 'PT2160H', 'PT0S', 'P1Y', 'P1M2DT3H', 'PT1H'] as const

/** Values of a kind: with ties, borders and near misses. */
export const samples: Readonly<Record<FieldKind, readonly unknown[]>> = {
  string: texts,
  text: texts,
  email: ['a@example.com', 'A@example.com', 'b@example.com', 'a%@example.com'],
  phone: ['+8613800138000', '+14155550100', '+1415555010', '110'],
  integer: [0, 1, 2, 3, -1, -2, 10, 1_000_000, -7],
  money: [0, 1, 50, 100, 101, -100, 12_000_000, 3],
  number: [0, 0.1, 0.5, -0.25, 1, 2, 1e21, 1e-7, 1.7976931348623157e308, -3.75],
  boolean: [true, false],
  date: dates,
  datetime: datetimes,
  enum: enumValues,
  ref: ['id-01', 'id-02', 'id-03', 'id-05', 'id-99'],
  json: [{ a: 1 }, [], 'x', 0, false, { n: null }],
}
