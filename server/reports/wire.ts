import * as v from 'valibot';
import { shareId } from '#server/forms/wire.ts';

export const reasons = ['malware', 'phishing', 'illegal', 'harassment', 'other'] as const;
export const Reason = v.picklist(reasons);
export type Reason = v.InferOutput<typeof Reason>;

/** `POST /api/reports`: about a share or a request, by its id alone. Nobody here can read its content. */
export const ReportBody = v.strictObject({ id: shareId, reason: Reason });
export type ReportBody = v.InferOutput<typeof ReportBody>;

/** 202, whether the share exists or not. */
export const ReportReply = v.object({});
