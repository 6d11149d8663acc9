import { mount } from '#web/mount.tsx';
import { ReportPage } from './report-page.tsx';

mount(ReportPage);
