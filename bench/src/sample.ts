/** Whom every subject acts for, and what he may do: the records that he owns. */
export const me = { user: 'u_1', roles: ['sales'] } as const

export interface ContactInput {
  readonly name: string
  readonly title: string
  readonly phone: string
  readonly email: string
  readonly birthday: string
  readonly city: string
  readonly region: string
  readonly country: string
}

const cities = ['北京', '上海', '广州', '深圳', '杭州', '成都', 'Hamburg', 'Łódź'] as const

/** The contact of a number: the same for every subject, and no two alike. */
export function contactOf(index: number): ContactInput {
  return {
    name: `${index % 3 === 0 ? '王伟' : 'Alex Müller'} ${index}`,
    title: 'Head of Purchasing',
    phone: `+86 138 ${String(10_000_000 + index)}`,
    email: `contact.${index}@example.com`,
    birthday: `19${60 + (index % 40)}-0${1 + (index % 9)}-1${index % 10}`,
    city: cities[index % cities.length] ?? '',
    region: 'East',
    country: 'CN',
  }
}

/** The stages that a deal is moved through, round and round. */
export const stages = ['qualified', 'proposal', 'negotiation'] as const

/** Who reads the list: his role may read the contacts of a region. */
export const reader = { user: 'u_2', roles: ['lead'] } as const

/** What the list is of: the contacts of five owners in a hundred, made since an instant, newest first. */
export const listed = {
  region: 'East',
  owners: ['u_3', 'u_17', 'u_42', 'u_68', 'u_91'],
  since: '2024-06-01T00:00:00.000Z',
  limit: 50,
} as const
