import { mount } from '#web/app/mount.tsx';
import { ManagePage } from './manage-page.tsx';

mount(ManagePage);
