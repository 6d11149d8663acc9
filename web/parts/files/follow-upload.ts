import { bodyLengths } from '#crypto/body-lengths.ts';
import { createSpeedometer } from './measure-speed.ts';
import type { RunningUpload, UploadJob, UploadProgress } from './upload-job.ts';

export type Show = (progress: UploadProgress) => void;

interface Follow {
  readonly start: (job: UploadJob) => RunningUpload | Promise<RunningUpload>;
  readonly show: Show;
  /** Monotonic milliseconds. */
  readonly elapsedMs: () => number;
}

/** Starts an upload and reports its progress: bytes, speed, pauses and failures. */
export async function followUpload(
  { task, files }: Pick<UploadJob, 'task' | 'files'>,
  { start, show, elapsedMs }: Follow,
): Promise<RunningUpload> {
  const { totalBytes } = task.body;
  const { encryptedBytes } = bodyLengths(totalBytes);
  const speedometer = createSpeedometer();
  let progress: UploadProgress = {
    acknowledgedBytes: 0,
    totalBytes,
    bytesPerSecond: undefined,
    paused: false,
    failure: undefined,
  };
  const update = (change: Partial<UploadProgress>) => show((progress = { ...progress, ...change }));
  const interrupt = (change: Partial<UploadProgress>) => {
    speedometer.reset();
    update({ bytesPerSecond: undefined, ...change });
  };
  const upload = await start({
    task,
    files,
    onProgress: (acknowledged) => {
      const acknowledgedBytes = Math.floor((acknowledged / encryptedBytes) * totalBytes);
      speedometer.mark(elapsedMs(), acknowledgedBytes);
      update({ acknowledgedBytes, bytesPerSecond: speedometer.bytesPerSecond() });
    },
    onRetry: (failure) => interrupt({ failure }),
  });
  speedometer.mark(elapsedMs(), 0);
  show(progress);
  return {
    ...upload,
    pause: () => {
      upload.pause();
      interrupt({ paused: true });
    },
    resume: () => {
      upload.resume();
      interrupt({ paused: false });
    },
  };
}
