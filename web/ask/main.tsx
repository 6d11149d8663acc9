import { takesRequests } from '#web/layout/environment.ts';
import { mount } from '#web/mount.tsx';
import { AskPage } from './ask-page.tsx';
import { RequestsOff } from './requests-off.tsx';

mount(takesRequests() ? AskPage : RequestsOff);
