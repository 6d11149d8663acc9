import { lazy } from 'solid-js';

export const loadParts = () => import('./parts.ts');

export const FileList = lazy(async () => ({ default: (await loadParts()).FileList }));
export const Remarks = lazy(async () => ({ default: (await loadParts()).Remarks }));
export const UploadView = lazy(async () => ({ default: (await loadParts()).UploadView }));
