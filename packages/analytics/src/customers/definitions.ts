import { define } from '../explained/define.ts'

export const customersDefinitions = {
  retention: define(
    'retention',
    1,
    'customers with a purchase in the period who have one in the next period too / customers with a purchase in the period',
  ),
}
