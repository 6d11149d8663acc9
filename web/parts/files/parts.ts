/** All that a share of text alone does without, in one script: what is shown late must not fail to arrive then. */
export { bringFiles } from './bring-files.ts';
export { FileList } from './file-list.tsx';
export { Remarks } from './remarks.tsx';
export { startUpload } from './start-upload.ts';
export { UploadView } from './upload-view.tsx';
