import { mount } from '#web/mount.tsx';
import { BrandPage } from './brand-page.tsx';

mount(BrandPage);
