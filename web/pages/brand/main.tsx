import { mount } from '#web/app/mount.tsx';
import { BrandPage } from './brand-page.tsx';

mount(BrandPage);
