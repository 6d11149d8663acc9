import { mount } from '#web/mount.tsx';
import { ReceivePage } from './receive-page.tsx';

mount(ReceivePage);
