import type { Receipt } from '#client/held-opening.ts';
import { showAnswer } from './show-answer.ts';
import { canBeRead } from './state.ts';
import type { InboxParts, AnswerReading } from './state.ts';

export interface Readings {
  readonly read: (answer: string) => Promise<void>;
  /** The person has saved or copied it. */
  readonly keepReading: (answer: string) => void;
  /** `taken`: the person has saved the wanted files. Otherwise the server no longer serves them. */
  readonly endFiles: (answer: string, taken: boolean) => void;
  /** Removes it from the page. */
  readonly dismiss: (answer: string) => void;
  /** Removes all of them from the page. */
  readonly leave: () => void;
}

interface Running {
  readonly end: (taken: boolean) => void;
  over: boolean;
}

export function createReadings(parts: InboxParts): Readings {
  const running = new Map<string, Running>();
  const set = (answer: string, turn: (now: AnswerReading | undefined) => AnswerReading | undefined) =>
    parts.to((now) => {
      if (now.at !== 'shown') return now;
      const readings = new Map(now.readings);
      const next = turn(readings.get(answer));
      if (next === undefined) readings.delete(answer);
      else readings.set(answer, next);
      return { ...now, readings };
    });
  const begin = (answer: string): Running & { readonly taken: Promise<boolean> } => {
    let end: Running['end'] = () => undefined;
    const taken = new Promise<boolean>((resolve) => (end = resolve));
    const run = { taken, end, over: false };
    running.set(answer, run);
    return run;
  };
  const dismiss = (answer: string) => {
    const run = running.get(answer);
    if (run) {
      run.over = true;
      run.end(true);
    }
    running.delete(answer);
    set(answer, () => undefined);
  };

  return {
    read: async (id) => {
      const now = parts.state();
      const answer = now.at === 'shown' ? now.inbox.answers.find((one) => one.id === id) : undefined;
      if (answer === undefined || !canBeRead(answer) || running.has(id)) return;
      const run = begin(id);
      await showAnswer({
        ...parts,
        answer,
        show: (reading) => run.over || set(id, () => reading),
        settle: (receipt) => run.over || set(id, settled(receipt)),
        taken: run.taken,
      });
      if (running.get(id) === run && readingOf(parts, id)?.at !== 'opened') running.delete(id);
    },
    keepReading: (answer) => set(answer, (now) => (now?.at === 'opened' ? { ...now, kept: true } : now)),
    endFiles: (answer, taken) => running.get(answer)?.end(taken),
    dismiss,
    leave: () => [...running.keys()].forEach(dismiss),
  };
}

const settled =
  (receipt: Receipt) =>
  (now: AnswerReading | undefined): AnswerReading | undefined =>
    now?.at === 'opened' ? { ...now, receipt } : now;

function readingOf({ state }: InboxParts, answer: string): AnswerReading | undefined {
  const now = state();
  return now.at === 'shown' ? now.readings.get(answer) : undefined;
}
