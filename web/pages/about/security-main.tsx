import { mount } from '#web/app/mount.tsx';
import { SecurityPage } from './security-page.tsx';

mount(SecurityPage);
