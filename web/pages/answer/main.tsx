import { mount } from '#web/app/mount.tsx';
import { AnswerPage } from './answer-page.tsx';

mount(AnswerPage);
