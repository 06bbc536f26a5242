/**
 * The tenant of the queue itself: its rows are found whoever they belong to. No host may call a tenant so.
 *
 * @example
 * const tenants = async ({ inspection }: StorageAdapter) => (await inspection.tenants()).filter((name) => name !== everywhere)
 */
export const everywhere = '*'

/**
 * How soon a job that is due is taken: all that are `high` before any that is `normal`.
 *
 * @example
 * const urgent: Priority = 'high'
 */
export type Priority = 'high' | 'normal' | 'low'

/**
 * What is to be done: `call` an operation, tell a consumer of a `fact`, or start what a `schedule` is for.
 *
 * @example
 * const kinds: readonly JobKind[] = ['call', 'fact', 'schedule']
 */
export type JobKind = 'call' | 'fact' | 'schedule'

/**
 * Something to be done later, once: it is there when the transaction that asked for it has committed, and never before.
 *
 * @example
 * const described = ({ kind, name, tenant, dueAt }: Job) => `${kind} ${name} of ${tenant} at ${dueAt}`
 */
export interface Job {
  readonly id: string
  /** What becomes of a job of this id that is there already. */
  readonly ifTaken: 'keep' | 'replace'
  /** The tenant that it belongs to. */
  readonly tenant: string
  /** The plugin whose code does it: a process without that plugin leaves it alone. */
  readonly owner: string
  readonly kind: JobKind
  /** `tickets.escalate`, or the consumer's name. */
  readonly name: string
  /** What it is about, where it is about a record. */
  readonly entity: string | null
  readonly recordId: string | null
  /** JSON: the operation's input, or the id of the fact. */
  readonly input: unknown
  readonly priority: Priority
  /** An instant. */
  readonly dueAt: string
  /** Jobs of one lane are done one after another: by `place`, then by id. */
  readonly lane: string | null
  readonly place: number
  /** How often it is tried before it is a dead letter. */
  readonly attempts: number
  /** The fact that led to it, and how many lie between a person's act and it. */
  readonly cause: string | null
  readonly depth: number
}

/**
 * A job that was taken: for a while nobody else takes it, and by its `fence` whoever took it too long ago is told from
 * whoever has it now.
 *
 * @example
 * const last = ({ attempt, job }: Lease) => attempt >= job.attempts
 */
export interface Lease {
  readonly job: Job
  /** 1 at the first try. */
  readonly attempt: number
  readonly fence: number
}

/**
 * A job that was given up: it blocks nobody, and waits for somebody to look at it.
 *
 * @example
 * const line = ({ name, attempt, error }: DeadLetter) => `${name} after ${attempt}: ${error.code}`
 */
export interface DeadLetter {
  readonly id: string
  readonly kind: JobKind
  readonly name: string
  readonly entity: string | null
  readonly recordId: string | null
  readonly attempt: number
  /** When it was last tried. */
  readonly at: string
  readonly error: JobError
}

/**
 * Why a job failed.
 *
 * @example
 * const unreachable: JobError = { code: 'HANDLER_FAILED', message: 'A handler failed.' }
 */
export interface JobError {
  readonly code: string
  readonly message: string
}
