import { mount } from '#web/app/mount.tsx';
import { SignInPage } from './sign-in-page.tsx';

mount(SignInPage);
