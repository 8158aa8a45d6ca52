import { type Notification, notificationPage, type notificationQuery } from '@accountia/task-contracts/api';
import type { z } from 'zod';
import { allPages, type Page } from './pagination.ts';
import type { CallOptions, Transport } from './transport.ts';

export type NotificationQuery = Partial<z.output<typeof notificationQuery>>;

export function createNotifications(transport: Transport) {
  async function list(query: NotificationQuery = {}, options: CallOptions = {}): Promise<Page<Notification>> {
    return await transport.request(notificationPage, {
      method: 'GET',
      path: '/v1/notifications',
      query,
      idempotent: true,
      ...options,
    });
  }

  return {
    /** One page, newest first: what the organization should know without asking, such as dates that fall due. */
    list,
    /** All notifications, page after page. */
    listAll: (query: NotificationQuery = {}, options: CallOptions = {}) => allPages(list, query, options),
  };
}
