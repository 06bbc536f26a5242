export { type PhoneOptions, phones } from './phones.ts'
