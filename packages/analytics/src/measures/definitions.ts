import { define } from '../explained/define.ts'

export const measuresDefinitions = {
  query: define(
    'query',
    1,
    'each measure over the records that fall into [from, to) by its instant, in groups and calendar periods of the zone; an average is sum / n of its group; share = value / the value of all groups of the period; absolute = value - previous, relative = (value - previous) / |previous|',
  ),
  newCustomers: define(
    'customers.new',
    1,
    'customers whose first purchase, of those that count, falls into the period, in the group of that purchase',
  ),
}
