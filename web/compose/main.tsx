import { mount } from '#web/mount.tsx';
import { ComposePage } from './compose-page.tsx';

mount(ComposePage);
