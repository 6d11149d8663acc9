import { mount } from '#web/app/mount.tsx';
import { ReceivePage } from './receive-page.tsx';

mount(ReceivePage);
