import { mount } from '#web/mount.tsx';
import { AnswerPage } from './answer-page.tsx';

mount(AnswerPage);
