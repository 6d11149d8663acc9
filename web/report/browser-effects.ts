import { createReportsApi } from '#client/reports-api.ts';
import { brand } from '#web/layout/brand.ts';
import { basePath } from '#web/layout/environment.ts';
import { publicUrl } from '#web/link/page-address.ts';
import type { ReportEffects } from './create-report.ts';

export function browserEffects(): ReportEffects {
  const { report } = createReportsApi({ baseUrl: new URL(basePath(), location.href).href });
  return {
    taken: brand().abuseContact !== undefined,
    publicUrl: publicUrl(),
    fragment: location.hash,
    cutAddress: (id) => history.replaceState(null, '', `#${id}`),
    send: report,
  };
}
