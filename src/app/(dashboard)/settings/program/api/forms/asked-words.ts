import { z } from "zod";
import { generateTokenInput, requestReason } from "@/contracts/access-request";

const given = (words: string) => z.string().trim().min(1, words);

/** What the server takes; an empty field is told what to enter rather than how long it has to be. */
export const askedPurpose = given("Say what the token is for, in a few words.").pipe(
  generateTokenInput.shape.purpose,
);
export const askedReason = given("Say why you ask; the Security Admin reads this first.").pipe(requestReason);
