import { z } from "zod";
import { idSchema } from "./id";
import { plainText } from "./plain-text";

/** How long an emergency access lives, in minutes. */
export const emergencyMinutes = { shortest: 15, usual: 60, longest: 240 } as const;
/** A request for one lapses undecided after this many minutes: whoever asked is no longer where they were. */
export const emergencyRequestMinutes = 240;
/** Requests for one that a person makes within 24 hours, whatever became of them. */
export const mostEmergencyAsksADay = 5;
export const shortestEmergencyReason = 20;
export const longestEmergencyReason = 1000;
export const longestReviewNote = 1000;

/** For whom, until when and from where; asked for oneself alone, at the address that the server sees. */
export const askForEmergencyInput = z.object({
  reason: plainText({ what: "The reason", min: shortestEmergencyReason, max: longestEmergencyReason }),
  minutes: z
    .number()
    .int("Whole minutes.")
    .min(emergencyMinutes.shortest, `At least ${emergencyMinutes.shortest} minutes.`)
    .max(emergencyMinutes.longest, "At most 4 hours.")
    .default(emergencyMinutes.usual),
});
export type AskForEmergencyInput = z.infer<typeof askForEmergencyInput>;

export const findings = ["justified", "not_justified"] as const;
export type Finding = (typeof findings)[number];
export const findingWords: Record<Finding, string> = {
  justified: "Justified",
  not_justified: "Not justified",
};

const byRequest = z.object({ requestId: idSchema });
export const emergencyInput = byRequest;

/** What the reviewer found. */
export const closeReviewInput = byRequest.extend({
  finding: z.enum(findings, { error: "Choose justified or not justified." }),
  note: plainText({ what: "The note", min: 10, max: longestReviewNote }),
});
export type CloseReviewInput = z.infer<typeof closeReviewInput>;
