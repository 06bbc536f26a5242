import assert from 'node:assert/strict'
import { Temporal } from 'temporal-polyfill'
import { bucketOf } from '../oracle/index.ts'
import { sampleZones } from '../sample/values.ts'
import type { ConformanceCase } from './case.ts'

const units = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const

/** Instants on both sides of every change of a zone's offset in a year, and some others. */
function instantsAround(zone: string): readonly string[] {
  const found: string[] = [
    '2025-12-28T23:30:00.000Z',
    '2025-12-29T00:30:00.000Z',
    '2026-01-01T00:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
  ]
  let at = Temporal.Instant.from('2025-01-01T00:00:00Z').toZonedDateTimeISO(zone)
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (next === null || next.year > 2026) return found
    for (const ms of [-3_600_001, -3_600_000, -1, 0, 1, 1_800_000, 3_600_000]) {
      found.push(new Date(next.epochMilliseconds + ms).toISOString())
    }
    at = next
  }
}

const buckets = sampleZones.map(
  (zone): ConformanceCase => ({
    name: `buckets of ${zone} follow its calendar and its changes of the clock; weeks start on Monday`,
    async run(kit) {
      const instants = instantsAround(zone)
      await kit.insert(
        'thing',
        instants.map((datetimeColumn, i) => ({ id: `t${i}`, datetimeColumn, datetimeExtra: datetimeColumn })),
      )
      for (const unit of units) {
        const expected = new Map<string, number>()
        for (const instant of instants) {
          const key = bucketOf(instant, unit, zone)
          expected.set(key, (expected.get(key) ?? 0) + 1)
        }
        const sorted = [...expected].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, n]) => ({ key, n }))
        for (const field of ['datetimeColumn', 'datetimeExtra']) {
          const groupBy = { key: { field, bucket: unit, timeZone: zone } }
          assert.deepEqual(await kit.groups('thing', { groupBy, measures: { n: { fn: 'count' } } }), sorted)
        }
      }
    },
  }),
)

const others: readonly ConformanceCase[] = [
  {
    name: 'days have buckets without a zone',
    async run(kit) {
      const days = ['2024-02-29', '2025-12-28', '2025-12-29', '2026-01-01', '2026-03-31', '2026-04-01']
      await kit.insert(
        'thing',
        days.map((dateColumn, i) => ({ id: `t${i}`, dateColumn, dateNullable: dateColumn })),
      )
      for (const unit of units.slice(1)) {
        const expected = [...new Set(days.map((day) => bucketOf(day, unit, 'UTC')))]
        const groups = await kit.groups('thing', {
          groupBy: { key: { field: 'dateNullable', bucket: unit } },
          measures: { n: { fn: 'count' } },
        })
        assert.deepEqual(
          groups.map((group) => group.key),
          expected,
        )
      }
    },
  },
  {
    name: 'a missing instant has no bucket, and is a group of its own that comes first',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a' }, { id: 'b', datetimeNullable: '2026-03-01T00:00:00.000Z' }])
      const groupBy = { month: { field: 'datetimeNullable', bucket: 'month' } }
      const expected = [
        { month: null, n: 1 },
        { month: '2026-03-01', n: 1 },
      ]
      assert.deepEqual(await kit.groups('thing', { groupBy, measures: { n: { fn: 'count' } } }), expected)
    },
  },
  {
    name: 'within P3M is by the event, the day clamped, half-open',
    async run(kit) {
      await kit.insert('thing', [
        { id: 'aug', datetimeColumn: '2026-08-31T11:59:59.000Z' },
        { id: 'may', datetimeColumn: '2026-05-31T12:00:00.000Z' },
      ])
      const zone = 'Asia/Shanghai'
      const within = (now: string) => kit.ids('thing', { datetimeColumn: { gte: { ago: 'P3M' } } }, { now, zone })
      const beyond = (now: string) => kit.ids('thing', { datetimeColumn: { lt: { ago: 'P3M' } } }, { now, zone })
      assert.equal(await within('2026-08-31T11:59:59.999Z'), 'aug may')
      assert.equal(await within('2026-08-31T12:00:00.000Z'), 'aug')
      assert.equal(await beyond('2026-08-31T12:00:00.000Z'), 'may')
      assert.equal(await within('2026-11-30T11:59:58.999Z'), 'aug')
      assert.equal(await within('2026-11-30T11:59:59.000Z'), '')
    },
  },
  {
    name: 'P1D is a calendar day of the zone, PT24H is exact',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a', datetimeColumn: '2026-03-07T20:00:00.000Z' }])
      const zone = 'America/Los_Angeles'
      const within = (ago: string, now: string) => kit.ids('thing', { datetimeColumn: { gt: { ago } } }, { now, zone })
      assert.equal(await within('P1D', '2026-03-08T18:59:59.999Z'), 'a')
      assert.equal(await within('P1D', '2026-03-08T19:00:00.000Z'), '')
      assert.equal(await within('PT24H', '2026-03-08T19:59:59.999Z'), 'a')
      assert.equal(await within('PT24H', '2026-03-08T20:00:00.000Z'), '')
    },
  },
  {
    name: 'dates stay the days that they are, and compare as days',
    async run(kit) {
      await kit.insert('thing', [
        { id: 'a', dateColumn: '2026-03-01' },
        { id: 'b', dateColumn: '2026-02-28' },
      ])
      for (const zone of ['Pacific/Apia', 'America/Los_Angeles']) {
        assert.equal(await kit.ids('thing', { dateColumn: '2026-03-01' }, { zone }), 'a')
        assert.equal((await kit.rows('thing', { id: 'a' }, { zone }))[0]?.dateColumn, '2026-03-01')
      }
      const here = (zone: string) =>
        kit.ids('thing', { dateColumn: { gte: { ago: 'P1D' } } }, { now: '2026-02-28T16:00:00.000Z', zone })
      assert.deepEqual([await here('Asia/Shanghai'), await here('UTC')], ['a', 'a b'])
    },
  },
]

export const timeCases: readonly ConformanceCase[] = [...buckets, ...others]
