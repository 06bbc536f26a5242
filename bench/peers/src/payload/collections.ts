import type { CollectionConfig, Field } from 'payload'

const text = (name: string): Field => ({ name, type: 'text' })
const indexed = (name: string): Field => ({ name, type: 'text', index: true })
const number = (name: string): Field => ({ name, type: 'number' })

/** The same data in collections of its own: Payload makes its tables itself. */
export const collections: CollectionConfig[] = [
  {
    slug: 'contacts',
    indexes: [{ fields: ['ownerId', 'createdAt'] }],
    fields: [
      ...['name', 'title', 'phone', 'birthday', 'address', 'city', 'region', 'country', 'lifecycle'].map(text),
      ...['externalId', 'companyId'].map(indexed),
      { name: 'email', type: 'text', unique: true },
      text('ownerId'),
      { name: 'points', type: 'json' },
    ],
  },
  {
    slug: 'deals',
    indexes: [{ fields: ['ownerId', 'createdAt'] }],
    fields: [
      ...['title', 'pipeline', 'stage', 'stageSince', 'closedAt', 'currency', 'ownerId'].map(text),
      ...['contactId'].map(indexed),
      ...['amount', 'version'].map(number),
    ],
  },
  {
    slug: 'stays',
    fields: [
      indexed('recordId'),
      ...['entity', 'pipeline', 'stage', 'enteredAt', 'leftAt', 'actor'].map(text),
      ...['duration', 'amount', 'probability'].map(number),
    ],
  },
  {
    slug: 'audits',
    fields: [
      indexed('recordId'),
      ...['at', 'actor', 'reason', 'operation', 'entity', 'action', 'changes', 'cause'].map(text),
      number('version'),
    ],
  },
  {
    slug: 'events',
    fields: [
      indexed('recordId'),
      ...['type', 'at', 'actor', 'entity', 'data', 'cause', 'state'].map(text),
      ...['version', 'depth'].map(number),
    ],
  },
]
