import { expect, test } from 'vitest'

test('the process runs in the zone that TZ names', () => {
  expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(process.env.TZ)
})
