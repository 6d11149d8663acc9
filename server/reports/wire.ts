import * as v from 'valibot';
import { shareId } from '#server/shares/wire.ts';

/** The messages about reports. A report holds an id and a reason, and nothing else. */

export const ReportReason = v.picklist(['malware', 'phishing', 'illegal', 'harassment', 'other']);
export type ReportReason = v.InferOutput<typeof ReportReason>;

/** `POST /api/reports`. */
export const ReportBody = v.strictObject({ id: shareId, reason: ReportReason });
export type ReportBody = v.InferOutput<typeof ReportBody>;

/** 202, alike for every id. */
export const ReportAnswer = v.strictObject({ received: v.literal(true) });
export type ReportAnswer = v.InferOutput<typeof ReportAnswer>;
