import type { Migration } from '@guanxi/core'

/** Frozen: never edited once it is released, only followed. */
export const m0005: Migration = {
  id: '0005_channels',
  steps: [
    {
      step: 'createTable',
      table: 'chatSessions',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'channel', type: 'text', nullable: false },
        { name: 'account', type: 'text', nullable: false },
        { name: 'user', type: 'text', nullable: false },
        { name: 'contactId', type: 'text', nullable: false },
        { name: 'ticketId', type: 'text', nullable: false },
        { name: 'lastAt', type: 'datetime', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'chatSessions',
      index: {
        name: 'chatSessions_channel_account_user',
        columns: ['channel', 'account', 'user', 'id'],
        unique: false,
      },
    },
    {
      step: 'createIndex',
      table: 'chatSessions',
      index: {
        name: 'chatSessions_contactId_channel_lastAt',
        columns: ['contactId', 'channel', 'lastAt', 'id'],
        unique: false,
      },
    },
    {
      step: 'createIndex',
      table: 'chatSessions',
      index: { name: 'chatSessions_ticketId', columns: ['ticketId', 'id'], unique: false },
    },
    {
      step: 'createTable',
      table: 'devices',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'createdAt', type: 'datetime', nullable: false },
        { name: 'updatedAt', type: 'datetime', nullable: false },
        { name: 'version', type: 'integer', nullable: false },
        { name: 'deletedAt', type: 'datetime', nullable: true },
        { name: 'serial', type: 'text', nullable: false },
        { name: 'name', type: 'text', nullable: true },
        { name: 'companyId', type: 'text', nullable: true },
        { name: 'contactId', type: 'text', nullable: true },
        { name: 'ownerId', type: 'text', nullable: true },
        { name: 'extra', type: 'json', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'devices',
      index: { name: 'devices_serial_unique', columns: ['serial'], unique: true, alive: true },
    },
    {
      step: 'createIndex',
      table: 'devices',
      index: { name: 'devices_companyId', columns: ['companyId', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'devices',
      index: { name: 'devices_contactId', columns: ['contactId', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'devices',
      index: { name: 'devices_ownerId', columns: ['ownerId', 'id'], unique: false },
    },
    {
      step: 'createTable',
      table: 'deviceAlarms',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'deviceId', type: 'text', nullable: false },
        { name: 'code', type: 'text', nullable: false },
        { name: 'severity', type: 'text', nullable: false },
        { name: 'state', type: 'text', nullable: false },
        { name: 'count', type: 'integer', nullable: false },
        { name: 'firstAt', type: 'datetime', nullable: false },
        { name: 'lastAt', type: 'datetime', nullable: false },
        { name: 'clearedAt', type: 'datetime', nullable: true },
        { name: 'ticketId', type: 'text', nullable: false },
        { name: 'latest', type: 'boolean', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'deviceAlarms',
      index: {
        name: 'deviceAlarms_deviceId_code_latest',
        columns: ['deviceId', 'code', 'latest', 'id'],
        unique: false,
      },
    },
    {
      step: 'createIndex',
      table: 'deviceAlarms',
      index: {
        name: 'deviceAlarms_deviceId_code_ticketId_unique',
        columns: ['deviceId', 'code', 'ticketId'],
        unique: true,
      },
    },
    {
      step: 'createIndex',
      table: 'deviceAlarms',
      index: { name: 'deviceAlarms_ticketId', columns: ['ticketId', 'id'], unique: false },
    },
    {
      step: 'createTable',
      table: 'calls',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'createdAt', type: 'datetime', nullable: false },
        { name: 'updatedAt', type: 'datetime', nullable: false },
        { name: 'version', type: 'integer', nullable: false },
        { name: 'deletedAt', type: 'datetime', nullable: true },
        { name: 'callId', type: 'text', nullable: false },
        { name: 'number', type: 'text', nullable: false },
        { name: 'shown', type: 'text', nullable: true },
        { name: 'direction', type: 'text', nullable: false },
        { name: 'state', type: 'text', nullable: false },
        { name: 'at', type: 'datetime', nullable: false },
        { name: 'duration', type: 'integer', nullable: true },
        { name: 'contactId', type: 'text', nullable: true },
        { name: 'extra', type: 'json', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'calls',
      index: { name: 'calls_number_at', columns: ['number', 'at', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'calls',
      index: { name: 'calls_callId_unique', columns: ['callId'], unique: true, alive: true },
    },
    {
      step: 'createIndex',
      table: 'calls',
      index: { name: 'calls_contactId_at', columns: ['contactId', 'at', 'id'], unique: false },
    },
  ],
}
