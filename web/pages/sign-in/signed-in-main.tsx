import { mount } from '#web/app/mount.tsx';
import { SignedInPage } from './signed-in-page.tsx';

mount(SignedInPage);
