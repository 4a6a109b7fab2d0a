import { z } from "zod";

/** Lengths of a new password; its strength is judged by the server. */
export const passwordLength = { min: 12, max: 128 } as const;

/** A password someone chooses. */
export const newPasswordSchema = z
  .string()
  .min(passwordLength.min, `Use at least ${passwordLength.min} characters; a short sentence works well.`)
  .max(passwordLength.max, `Use at most ${passwordLength.max} characters.`);

/** A password someone already has: anything that could be one, so that no rule of today shuts out an old one. */
export const knownPasswordSchema = z.string().min(1, "Enter your password.").max(passwordLength.max);
