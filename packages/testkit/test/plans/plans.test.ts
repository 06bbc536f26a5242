import { createCrm } from '@guanxi/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memory, server, servers } from '../storages.ts'
import { Asked } from './asked.ts'
import { filled } from './filled.ts'

// The plans of what the benchmark reads: an index that goes, or a statement that no longer finds it, shows here.

const sales = { user: 'u_1', roles: ['sales'] }
const admin = { user: 'u_2', roles: ['admin'] }

for (const name of servers ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const)) {
  describe(name, () => {
    let world: Awaited<ReturnType<typeof open>>
    const open = async () => {
      const { storage, close } = await (name === 'sqlite' ? memory() : server())
      const asked = new Asked(storage)
      const crm = createCrm({ storage: asked.storage })
      await filled(crm, name)
      return { asked, me: crm.as(sales), all: crm.as(admin), close }
    }
    beforeAll(async () => {
      world = await open()
    })
    afterAll(() => world.close())

    test('W3: a record by its id', async () => {
      const plans = await world.asked.plansOf(() => world.me.contacts.get('r100001'))
      if (name === 'sqlite')
        expect(plans).toMatchInlineSnapshot(
          `"SEARCH t USING INDEX sqlite_autoindex_crm_contacts_1 (tenant=? AND id=?)"`,
        )
      else
        expect(plans).toMatchInlineSnapshot(`
        "Limit
        Index Scan using crm_contacts_pkey on crm_contacts"
      `)
    })

    test('W4: a deep page of a list, of some owners, newest first', async () => {
      const list = (after?: string) =>
        world.all.contacts.list({
          where: { ownerId: { in: ['u_1', 'u_2', 'u_3', 'u_4', 'u_5'] }, createdAt: { gte: '2025-01-03T00:00:00Z' } },
          orderBy: { createdAt: 'desc' },
          limit: 20,
          ...(after === undefined ? {} : { after }),
        })
      const { next } = await list()
      const plans = await world.asked.plansOf(() => list(next ?? ''))
      if (name === 'sqlite')
        expect(plans).toMatchInlineSnapshot(`
        "SEARCH t USING INDEX crm_contacts_owner_id_created_at (tenant=? AND owner_id=? AND created_at>? AND (created_at,id)<(?,?))
        USE TEMP B-TREE FOR ORDER BY"
      `)
      else
        expect(plans).toMatchInlineSnapshot(`
        "Limit
        Index Scan Backward using crm_contacts_created_at on crm_contacts"
      `)
    })

    test('W5: a part of a name', async () => {
      const where = { name: { contains: '791900' } }
      const page = await world.asked.plansOf(() => world.all.contacts.list({ where }))
      const count = await world.asked.plansOf(() => world.all.contacts.count({ where }))
      if (name === 'sqlite')
        expect([page, count].join('\n==\n')).toMatchInlineSnapshot(`
        "SCAN crm_contacts_search VIRTUAL TABLE INDEX 0:M2
        SCAN hits
        SCAN hits
        SEARCH t USING INTEGER PRIMARY KEY (rowid=?)
        USE TEMP B-TREE FOR ORDER BY
        UNION ALL
        SCAN hits
        SEARCH t USING INDEX sqlite_autoindex_crm_contacts_1 (tenant=?)
        USE TEMP B-TREE FOR ORDER BY
        ==
        SCAN crm_contacts_search VIRTUAL TABLE INDEX 0:M2
        SEARCH t USING INTEGER PRIMARY KEY (rowid=?)"
      `)
      else
        expect([page, count].join('\n==\n')).toMatchInlineSnapshot(`
        "Limit
        Sort
        Bitmap Heap Scan on crm_contacts
        Bitmap Index Scan on crm_contacts_search
        ==
        Limit
        Aggregate
        Bitmap Heap Scan on crm_contacts
        Bitmap Index Scan on crm_contacts_search"
      `)
    })

    test('W7: a board', async () => {
      const plans = await world.asked.plansOf(() => world.all.deals.board({}))
      if (name === 'sqlite')
        expect(plans).toMatchInlineSnapshot(`
          "SEARCH t USING COVERING INDEX crm_deals_pipeline_stage_currency_amount_deleted_at (tenant=? AND pipeline=?)
          --
          SEARCH t USING INDEX crm_deals_pipeline_stage_created_at (tenant=? AND pipeline=? AND stage=?)"
        `)
      else
        expect(plans).toMatchInlineSnapshot(`
          "Limit
          Limit
          Sort
          HashAggregate
          Seq Scan on crm_deals
          --
          Limit
          Index Scan Backward using crm_deals_pipeline_stage_created_at on crm_deals"
        `)
    })

    test('W8: a timeline', async () => {
      const plans = await world.asked.plansOf(() => world.me.contacts.timeline('r100001', { limit: 20 }))
      if (name === 'sqlite')
        expect(plans).toMatchInlineSnapshot(`
        "SEARCH t USING INDEX sqlite_autoindex_crm_contacts_1 (tenant=? AND id=?)
        --
        SEARCH t USING INDEX crm_orders_contact_id_placed_at (tenant=? AND contact_id=?)
        --
        SEARCH t USING INDEX crm_deals_contact_id_created_at (tenant=? AND contact_id=?)
        --
        SEARCH t USING INDEX crm_leads_contact_id_created_at (tenant=? AND contact_id=?)
        --
        SEARCH t USING INDEX crm_activities_contact_id_at (tenant=? AND contact_id=?)
        --
        SEARCH t USING INDEX crm_tasks_contact_id_closed_at (tenant=? AND contact_id=? AND closed_at>?)"
      `)
      else
        expect(plans).toMatchInlineSnapshot(`
        "Limit
        Index Scan using crm_contacts_pkey on crm_contacts
        --
        Limit
        Index Scan Backward using crm_orders_contact_id_placed_at on crm_orders
        --
        Limit
        Index Scan Backward using crm_deals_contact_id_created_at on crm_deals
        --
        Limit
        Index Scan Backward using crm_leads_contact_id_created_at on crm_leads
        --
        Limit
        Index Scan Backward using crm_activities_contact_id_at on crm_activities
        --
        Limit
        Index Scan Backward using crm_tasks_contact_id_closed_at on crm_tasks"
      `)
    })

    test('W9: a segment', async () => {
      const where = {
        tags: { some: { tag: 'vip' } },
        orders: {
          where: { currency: 'CNY', placedAt: { gte: '2025-12-01T00:00:00Z' } },
          count: { gte: 2 },
          sum: { total: { gt: 100 } },
        },
        preferences: { none: { key: 'letters', value: 'none', current: true } },
      }
      const plans = await world.asked.plansOf(() => world.all.contacts.count({ where }))
      if (name === 'sqlite')
        expect(plans).toMatchInlineSnapshot(`
        "SEARCH t USING COVERING INDEX crm_contact_tags_tag_contact_id (tenant=? AND tag=?)
        SCAN t
        SEARCH t USING INDEX sqlite_autoindex_crm_contacts_1 (tenant=? AND id=?)
        CORRELATED SCALAR SUBQUERY 2
        SEARCH t USING INDEX crm_contact_tags_tag_contact_id (tenant=? AND tag=? AND contact_id=?)
        CORRELATED SCALAR SUBQUERY 4
        SEARCH t USING INDEX crm_orders_contact_id_placed_at (tenant=? AND contact_id=? AND placed_at>?)
        SCAN t
        CORRELATED SCALAR SUBQUERY 5
        SEARCH t USING INDEX crm_contact_preferences_contact_id (tenant=? AND contact_id=?)"
      `)
      else
        expect(plans).toMatchInlineSnapshot(`
        "Limit
        Aggregate
        Nested Loop Anti Join
        Nested Loop
        HashAggregate
        Bitmap Heap Scan on crm_contact_tags
        Bitmap Index Scan on crm_contact_tags_tag_contact_id
        Index Scan using crm_contacts_pkey on crm_contacts
        Subquery Scan on t
        Aggregate
        Index Scan using crm_orders_contact_id_placed_at on crm_orders
        Index Scan using crm_contact_preferences_contact_id on crm_contact_preferences"
      `)
    })

    test('W9: the first of a segment: from the tag on, not through all contacts', async () => {
      const where = {
        tags: { some: { tag: 'vip' } },
        orders: { where: { currency: 'CNY' }, count: { gte: 2 } },
      }
      const plans = await world.asked.plansOf(() => world.all.contacts.list({ where, limit: 10 }))
      if (name === 'sqlite')
        expect(plans).toMatchInlineSnapshot(`
        "SEARCH t USING COVERING INDEX crm_contact_tags_tag_contact_id (tenant=? AND tag=?)
        SCAN hits
        SCAN hits
        SEARCH t USING INDEX sqlite_autoindex_crm_contacts_1 (tenant=? AND id=?)
        CORRELATED SCALAR SUBQUERY 6
        SEARCH t USING INDEX crm_contact_tags_tag_contact_id (tenant=? AND tag=? AND contact_id=?)
        CORRELATED SCALAR SUBQUERY 7
        SEARCH t USING INDEX crm_orders_contact_id_placed_at (tenant=? AND contact_id=?)
        USE TEMP B-TREE FOR ORDER BY
        UNION ALL
        SCAN hits
        SEARCH t USING INDEX sqlite_autoindex_crm_contacts_1 (tenant=?)
        CORRELATED SCALAR SUBQUERY 13
        SEARCH t USING INDEX crm_contact_tags_tag_contact_id (tenant=? AND tag=? AND contact_id=?)
        CORRELATED SCALAR SUBQUERY 14
        SEARCH t USING INDEX crm_orders_contact_id_placed_at (tenant=? AND contact_id=?)
        USE TEMP B-TREE FOR ORDER BY"
      `)
      else
        expect(plans).toMatchInlineSnapshot(`
        "Limit
        Sort
        Nested Loop
        Hash Join
        HashAggregate
        Bitmap Heap Scan on crm_contact_tags
        Bitmap Index Scan on crm_contact_tags_tag_contact_id
        Hash
        HashAggregate
        Bitmap Heap Scan on crm_contact_tags
        Bitmap Index Scan on crm_contact_tags_tag_contact_id
        Index Scan using crm_contacts_pkey on crm_contacts
        Aggregate
        Index Scan using crm_orders_contact_id_placed_at on crm_orders"
      `)
    })

    test('W10: revenue by month and region', async () => {
      const plans = await world.asked.plansOf(() =>
        world.all.orders.aggregate({
          where: { currency: 'CNY' },
          groupBy: {
            month: { field: 'placedAt', bucket: 'month', timeZone: 'Europe/Berlin' },
            region: { path: ['owner', 'region'] },
          },
          measures: { total: { fn: 'sum', field: 'total' } },
        }),
      )
      if (name === 'sqlite')
        expect(plans).toMatchInlineSnapshot(`
          "SCAN t
          USE TEMP B-TREE FOR GROUP BY
          SEARCH t USING INDEX crm_members_user_id_unique (tenant=? AND user_id=?) LEFT-JOIN
          USE TEMP B-TREE FOR GROUP BY"
        `)
      else
        expect(plans).toMatchInlineSnapshot(`
          "Limit
          Subquery Scan on g
          Limit
          Sort
          HashAggregate
          Hash Left Join
          HashAggregate
          Seq Scan on crm_orders
          Hash
          Seq Scan on crm_members"
        `)
    })
  })
}
