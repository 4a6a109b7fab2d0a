import { z } from "zod";
import { idSchema } from "./id";
import type { Permission } from "./permissions";
import { plainText } from "./plain-text";

/** Asks of one person that wait at a time, and that they make within 24 hours. */
export const mostOpenAsks = 5;
export const mostAsksADay = 20;
export const longestAskNote = 500;
/** Of the note that says why an ask is dismissed. */
export const shortestDismissal = 3;

/** Whoever may open one of the pages that an Approved IP guards may ask for their address. */
export const mayAskForAddress: readonly Permission[] = [
  "customers.read",
  "customers.reveal",
  "developer_api.use",
];

const note = plainText({ what: "A note", max: longestAskNote });

/** The address is the caller's own, as the server sees it: nobody asks for another one. */
export const askForAddressInput = z.object({ note: note.default("") });
export type AskForAddressInput = z.infer<typeof askForAddressInput>;

export const dismissAskInput = z.object({
  askId: idSchema,
  note: note.min(shortestDismissal, "Tell them why, in a few words."),
});
export type DismissAskInput = z.infer<typeof dismissAskInput>;

/** How an ask stands: it waits, a request for it waits or was decided, or it was dismissed. */
export const askStates = ["open", "in_approval", "approved", "rejected", "ended", "dismissed"] as const;
export type AskState = (typeof askStates)[number];
