import { mount } from '#web/app/mount.tsx';
import { ComposePage } from './compose-page.tsx';

mount(ComposePage);
