import { mount } from '#web/app/mount.tsx';
import { HowItWorksPage } from './how-it-works-page.tsx';

mount(HowItWorksPage);
