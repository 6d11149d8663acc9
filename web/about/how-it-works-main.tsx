import { mount } from '#web/mount.tsx';
import { HowItWorksPage } from './how-it-works-page.tsx';

mount(HowItWorksPage);
