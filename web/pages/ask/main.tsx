import { takesRequests } from '#web/app/layout/environment.ts';
import { mount } from '#web/app/mount.tsx';
import { AskPage } from './ask-page.tsx';
import { RequestsOff } from './requests-off.tsx';

mount(takesRequests() ? AskPage : RequestsOff);
