import type { Me } from './crm.ts'

export const supervisor = { user: 'u_zhao', name: '赵敏' } as const

/** Who answers, in which team, and how many tickets at once. */
export const agents = [
  { user: 'u_zhang', name: '张伟', team: '售后', capacity: 20, skills: {} },
  { user: 'u_li', name: '李娜', team: '售后', capacity: 24, skills: {} },
  { user: 'u_wang', name: '王强', team: '技术', capacity: 24, skills: {} },
  { user: 'u_chen', name: '陈静', team: '技术', capacity: 24, skills: { 固件: 2 } },
] as const

export type Agent = (typeof agents)[number]

const sales = { user: 'u_zhou', name: '周杰' }

export const nameOf = (user: string | null): string =>
  [supervisor, sales, ...agents].find((one) => one.user === user)?.name ?? 'nobody'

/** A customer's company, with whoever writes for it. Those of `vip` were promised more. */
const companies = [
  { name: '鲜达冷链', vip: true, people: ['王芳', '刘洋'], device: 'CK-3071' },
  { name: '上海精工机械', vip: true, people: ['李雷', '韩梅'], device: 'CK-1188' },
  { name: '南京百味食品', vip: false, people: ['周敏', '吴刚'], device: 'CK-2204' },
  { name: '苏州云帆物流', vip: false, people: ['郑爽', '孙丽'], device: 'CK-2950' },
  { name: '杭州绿源农业', vip: false, people: ['朱琳', '胡军'], device: 'CK-4410' },
  { name: '无锡仁济药业', vip: false, people: ['林涛', '何静'], device: 'CK-5006' },
] as const

export interface Customer {
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly company: string
  readonly vip: boolean
}

export const customers: readonly Customer[] = companies.flatMap(({ name: company, vip, people }, i) =>
  people.map((name, j) => ({
    ...{ name, company, vip },
    email: `c${i}${j}@kehu${i}.example`,
    phone: `+86138001380${i}${j}`,
  })),
)

export function customerCalled(name: string): Customer {
  const found = customers.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no customer ${name}`)
  return found
}

export const devices: readonly string[] = companies.map(({ device }) => device)

/** The first of them: whose machine floods the desk on Tuesday. */
export const coldStore = { serial: 'CK-3071', code: 'E42', text: '冷库温度' } as const

const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何']
const given = ['晓明', '丽华', '建国', '雨桐', '子涵', '思远', '佳怡', '文博']

/** Somebody whom nobody knows yet: the n-th. */
export const strangerOf = (n: number): string =>
  `${surnames[n % surnames.length]}${given[Math.floor(n / surnames.length) % given.length]}`

/** Members and teams of the desk, and the customers that are known, with their machines; sales looks after them. */
export async function hire(admin: Me): Promise<ReadonlyMap<string, string>> {
  const teams = new Map<string, string>()
  for (const name of ['售后', '技术']) teams.set(name, (await admin.teams.create({ name })).id)
  const lead = await admin.members.create({ userId: supervisor.user, name: supervisor.name })
  await admin.members.create({ userId: sales.user, name: sales.name })
  for (const { user, name, team } of agents) {
    const teamId = teams.get(team) ?? null
    await admin.members.create({ userId: user, name, teamId, managerId: lead.id })
  }
  for (const { name, device, vip } of companies) {
    const { id: companyId } = await admin.companies.create({ name, ownerId: sales.user })
    for (const { name: person, email, phone } of customers.filter(({ company }) => company === name))
      await admin.contacts.create({
        name: person,
        email,
        phone,
        companyId,
        ownerId: sales.user,
        tags: vip ? ['vip'] : [],
      })
    await admin.devices.create({ serial: device, name: '冷库', companyId })
  }
  return teams
}
