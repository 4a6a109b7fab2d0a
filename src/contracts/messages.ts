import { z } from "zod";
import { optionalMessageKinds } from "./message-kinds";
import { searchWords } from "./plain-text";

/** How messages are told apart in their list. */
export const messageGroups = ["all", "failed", "queued", "sent"] as const;
export type MessageGroup = (typeof messageGroups)[number];

export const listMessagesInput = z.object({
  group: z.enum(messageGroups).default("all"),
  search: searchWords(100),
  page: z.number().int().min(1).max(100_000).default(1),
});
export type ListMessagesInput = z.infer<typeof listMessagesInput>;

/** One optional kind of e-mail, wanted or not. */
export const choosePreferenceInput = z.object({ kind: z.enum(optionalMessageKinds), wanted: z.boolean() });
export type ChoosePreferenceInput = z.infer<typeof choosePreferenceInput>;

/** Why a message was not sent though nothing failed: what it says was no longer so. */
export const noLongerNeeded = "no_longer_needed";
/** What a message was made from is gone, a retired key for instance. */
export const cannotBeDerived = "cannot_be_derived";
