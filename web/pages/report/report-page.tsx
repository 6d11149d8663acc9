import { Match, Switch } from 'solid-js';
import { report as words } from '#words/report.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { Page } from '#web/app/layout/page.tsx';
import { at } from '#web/app/state.ts';
import { inSlots } from '#web/i18n/words.ts';
import { AbuseContact } from './abuse-contact.tsx';
import { reportEffects } from './browser-effects.ts';
import { createReport } from './create-report.ts';
import { ReportForm } from './report-form.tsx';

export function ReportPage() {
  const reporter = createReport(reportEffects());
  const texts = () => {
    const now = reporter.state().at;
    return now === 'sent' || now === 'off' ? words[now] : words;
  };
  return (
    <Page title={texts().title} lede={texts().lede} documentTitle={words.title}>
      <Switch>
        <Match when={at(reporter.state, 'off')}>
          <p>{words.off.next}</p>
          <p>
            <a href={basePath()}>{words.off.home}</a>
          </p>
        </Match>
        <Match when={at(reporter.state, 'sent')}>
          <p>{inSlots(words.sent.contact, { address: <AbuseContact /> })}</p>
          <p>
            <a href={basePath()}>{words.sent.home}</a>
          </p>
        </Match>
        <Match when={at(reporter.state, 'writing') ?? at(reporter.state, 'sending')}>
          {(state) => (
            <ReportForm
              state={state()}
              onSubject={reporter.editSubject}
              onReason={reporter.chooseReason}
              onSend={() => void reporter.send()}
            />
          )}
        </Match>
      </Switch>
    </Page>
  );
}
