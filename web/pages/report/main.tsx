import { mount } from '#web/app/mount.tsx';
import { ReportPage } from './report-page.tsx';

mount(ReportPage);
