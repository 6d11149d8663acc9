import { brand } from '#web/app/layout/brand.ts';
import type { NotifyingEffects } from './create-notifying.ts';

export const notifyingEffects: NotifyingEffects = {
  permission: () => ('Notification' in globalThis && isSecureContext ? Notification.permission : undefined),
  request: () => Notification.requestPermission(),
  show: ({ words, event }) => {
    const notification = new Notification(brand().name, { body: words, tag: event });
    notification.onclick = () => {
      focus();
      notification.close();
    };
  },
  focused: () => document.hasFocus(),
};
