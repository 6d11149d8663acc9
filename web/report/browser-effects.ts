import { createReportsApi } from '#client/reports-api.ts';
import { brand } from '#web/layout/brand.ts';
import { publicUrl } from '#web/link/page-address.ts';
import { service } from '#web/service.ts';
import type { ReportEffects } from './create-report.ts';

export function browserEffects(): ReportEffects {
  const { report } = createReportsApi(service());
  return {
    taken: brand().abuseContact !== undefined,
    publicUrl: publicUrl(),
    fragment: location.hash,
    cutAddress: (id) => history.replaceState(null, '', `#${id}`),
    send: report,
  };
}
