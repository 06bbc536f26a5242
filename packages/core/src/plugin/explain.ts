/**
 * How a query would run for an actor.
 *
 * @example
 * const { sql, plan, policy }: Explanation = await me.deals.explain({ where: { stage: 'proposal' } })
 * console.log(sql, plan.join('\n'), policy?.deal?.rows)
 */
export interface Explanation {
  /** The statement, the policy in it. */
  readonly sql: string
  /** The query's own values, and those of the policy. */
  readonly parameters: readonly unknown[]
  /** The database's plan, a line each, without figures. */
  readonly plan: readonly string[]
  /** By entity, which rows the actor sees, and which fields only where a condition holds; null: he sees everything. */
  readonly policy: Readonly<
    Record<string, { readonly rows: string; readonly fields: Readonly<Record<string, string>> }>
  > | null
}
