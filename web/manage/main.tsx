import { mount } from '#web/mount.tsx';
import { ManagePage } from './manage-page.tsx';

mount(ManagePage);
