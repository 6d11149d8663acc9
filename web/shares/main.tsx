import { mount } from '#web/mount.tsx';
import { SharesPage } from './shares-page.tsx';

mount(SharesPage);
