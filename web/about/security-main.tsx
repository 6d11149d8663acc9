import { mount } from '#web/mount.tsx';
import { SecurityPage } from './security-page.tsx';

mount(SecurityPage);
