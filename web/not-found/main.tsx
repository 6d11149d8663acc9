import { mount } from '#web/mount.tsx';
import { NotFoundPage } from './not-found-page.tsx';

mount(NotFoundPage);
