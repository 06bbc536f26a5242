import type { Migration } from '@guanxi/core'

/** Frozen: never edited once it is released, only followed. */
export const m0004: Migration = {
  id: '0004_mail',
  steps: [
    {
      step: 'createTable',
      table: 'mailboxes',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'createdAt', type: 'datetime', nullable: false },
        { name: 'updatedAt', type: 'datetime', nullable: false },
        { name: 'version', type: 'integer', nullable: false },
        { name: 'deletedAt', type: 'datetime', nullable: true },
        { name: 'address', type: 'text', nullable: false },
        { name: 'name', type: 'text', nullable: true },
        { name: 'domain', type: 'text', nullable: true },
        { name: 'signature', type: 'text', nullable: true },
        { name: 'ack', type: 'text', nullable: true },
        { name: 'teamId', type: 'text', nullable: true },
        { name: 'extra', type: 'json', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'mailboxes',
      index: { name: 'mailboxes_address_unique', columns: ['address'], unique: true, alive: true },
    },
    {
      step: 'createIndex',
      table: 'mailboxes',
      index: { name: 'mailboxes_domain', columns: ['domain', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'mailboxes',
      index: { name: 'mailboxes_teamId', columns: ['teamId', 'id'], unique: false },
    },
    {
      step: 'createTable',
      table: 'mailDeliveries',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'at', type: 'datetime', nullable: false },
        { name: 'mailbox', type: 'text', nullable: false },
        { name: 'messageId', type: 'text', nullable: false },
        { name: 'sender', type: 'text', nullable: false },
        { name: 'result', type: 'text', nullable: false },
        { name: 'ticketId', type: 'text', nullable: true },
        { name: 'recordId', type: 'text', nullable: true },
        { name: 'raw', type: 'text', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'mailDeliveries',
      index: { name: 'mailDeliveries_messageId', columns: ['messageId', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'mailDeliveries',
      index: { name: 'mailDeliveries_ticketId', columns: ['ticketId', 'id'], unique: false },
    },
    {
      step: 'createTable',
      table: 'mailAddresses',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'address', type: 'text', nullable: true },
        { name: 'contactId', type: 'text', nullable: true },
        { name: 'ackedAt', type: 'datetime', nullable: true },
        { name: 'suppressedAt', type: 'datetime', nullable: true },
        { name: 'reason', type: 'text', nullable: true },
      ],
    },
    {
      step: 'createIndex',
      table: 'mailAddresses',
      index: { name: 'mailAddresses_suppressedAt', columns: ['suppressedAt', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'mailAddresses',
      index: { name: 'mailAddresses_address_unique', columns: ['address'], unique: true },
    },
    {
      step: 'createTable',
      table: 'ticketFiles',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'ticketId', type: 'text', nullable: false },
        { name: 'hash', type: 'text', nullable: false },
        { name: 'piece', type: 'integer', nullable: false },
        { name: 'data', type: 'text', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'ticketFiles',
      index: { name: 'ticketFiles_ticketId_hash', columns: ['ticketId', 'hash', 'id'], unique: false },
    },
  ],
}
