import { mount } from '#web/mount.tsx';
import { AskPage } from './ask-page.tsx';

mount(AskPage);
