import { z } from "zod";
import { plainLine } from "./plain-text";

export const longestFactorName = 60;
export const factorNameSchema = plainLine({
  what: "A name",
  min: 1,
  max: longestFactorName,
  tooShort: "Give it a name, so that you can tell it from another.",
  notPlain: "A name is one line of plain text.",
});

/** Six digits, however they were typed. */
export const appCodeSchema = z
  .string()
  .max(20)
  .transform((text) => text.replace(/[\s-]/g, ""))
  .refine((text) => /^\d{6}$/.test(text), "The app shows six digits.");

/** Twenty-four letters and digits in groups of four, however they were typed; the first codes had sixteen. */
export const recoveryCodeSchema = z
  .string()
  .max(40)
  .transform((text) => text.replace(/[\s-]/g, "").toUpperCase())
  .refine(
    (text) => /^[0-9A-HJKMNP-TV-Z]{16}([0-9A-HJKMNP-TV-Z]{8})?$/.test(text),
    "A recovery code has twenty-four letters and digits.",
  );

/** What an authenticator answered; its parts are verified by the server's library, its size is bounded here. */
export const passkeyAnswerSchema = z
  .looseObject({
    id: z.string().max(2_000),
    rawId: z.string().max(2_000),
    type: z.literal("public-key"),
    response: z.record(z.string().max(100), z.unknown()),
    clientExtensionResults: z.record(z.string().max(100), z.unknown()),
  })
  .refine((answer) => JSON.stringify(answer).length < 30_000, "The authenticator's answer is too long.");

/** Where a person stands with second factors. */
export interface FactorList {
  factors: Array<{
    id: string;
    kind: "passkey" | "totp";
    name: string;
    createdAt: Date;
    lastUsedAt: Date | null;
  }>;
  recoveryCodesLeft: number;
  /** The person decides about access: one factor must stay. */
  required: boolean;
}
