import { createReportsApi } from '#client/reports-api.ts';
import { brand } from '#web/app/layout/brand.ts';
import { publicUrl } from '#web/app/network/page-address.ts';
import { service } from '#web/app/network/service.ts';
import type { ReportEffects } from './create-report.ts';

export function reportEffects(): ReportEffects {
  const { report } = createReportsApi(service());
  return {
    taken: brand().abuseContact !== undefined,
    publicUrl: publicUrl(),
    fragment: location.hash,
    cutAddress: (id) => history.replaceState(null, '', `#${id}`),
    send: report,
  };
}
