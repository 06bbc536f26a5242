import type { Mutant } from './mutant.ts'

const access = 'packages/testkit/test/security/access.test.ts'
const conformance = 'packages/testkit/test/conformance.test.ts'

/** Defects that a CRM must not have. */
export const kernelMutants: readonly Mutant[] = [
  {
    name: 'drop the tenant predicate',
    file: 'packages/sql/src/lower/source.ts',
    from: `= \${lowering.tenant()}\``,
    to: `= \${node.tenant}\``,
    test: { file: access, name: 'sqlite > W7: a record of another tenant does not exist' },
  },
  {
    name: 'skip the recheck',
    file: 'packages/core/src/operation/runner.ts',
    from: 'forget, recheck, after',
    to: 'forget, after',
    test: { file: access, name: 'sqlite > W8: nobody gives a record away that he may only keep' },
  },
  {
    name: 'commit before audit',
    file: 'packages/core/src/operation/runner.ts',
    from: 'after, record, commit, announce,\n]',
    to: 'after, commit, record, announce,\n]',
    test: { file: access, name: 'sqlite > a change whose audit row cannot be written is not kept' },
  },
  {
    name: 'plain OR cursor',
    file: 'packages/sql/src/lower/keyset.ts',
    from: '  if (first === undefined) return []\n',
    to: `  if (first === undefined) return []
  const after = (key: KeysetKey) => key.after ?? raw('null')
  const beyond = keys.map((key, i) =>
    all([
      ...keys.slice(0, i).map((tie) => sql\`\${tie.column} = \${after(tie)}\`),
      sql\`\${key.column} \${raw(key.direction === 'asc' ? '>' : '<')} \${after(key)}\`,
    ]),
  )
  if (before.length === 0) return [sql\`(\${join(beyond, ' or ')})\`]
`,
    test: {
      file: conformance,
      name: 'SQLite in memory conforms > paging > pages of any size over a nullable key lose and repeat nothing',
    },
  },
  {
    name: '<> for ne',
    file: 'packages/sql/src/lower/condition.ts',
    from: "return negated !== (of.op === 'ne') ? missing(leaf, column) : leaf",
    to: 'return leaf',
    test: {
      file: conformance,
      name: 'SQLite in memory conforms > values > ne is not eq, notIn is not in, eq null is isNull',
    },
  },
  {
    name: 'group by an unmasked field',
    file: 'packages/core/src/operation/read/aggregate.ts',
    from: 'tenant: caller.actor.tenant, access: policy,',
    to: `tenant: caller.actor.tenant, access: policy && {
      entity: (name) => {
        const access = policy.entity(name)
        return access && { ...access, masks: new Map() }
      },
    },`,
    test: { file: access, name: 'sqlite > W3: groups and measures do not tell a hidden field' },
  },
  {
    name: 'what is remembered is never forgotten',
    file: 'packages/core/src/operation/runner.ts',
    from: 'store, forget, recheck',
    to: 'store, recheck',
    test: {
      file: 'packages/testkit/test/kernel/remembered.test.ts',
      name: 'sqlite > what is remembered is read once, and again when somebody has written it, in whichever process',
    },
  },
  {
    name: 'a savepoint that was never begun',
    file: 'packages/sql/src/adapter/transaction.ts',
    from: 'this.#marks = [...this.#marks, begun]',
    to: 'this.#marks = [...this.#marks]',
    test: {
      file: conformance,
      name: 'SQLite in memory conforms > transactions > an error in a savepoint undoes it alone and is thrown on',
    },
  },
]
