import { mount } from '#web/app/mount.tsx';
import { SharesPage } from './shares-page.tsx';

mount(SharesPage);
