import { z } from "zod";
import { submitAccessRequestInput } from "@/contracts/access-request";

/** A limit as it is typed; the server holds it to the same bounds. */
const whole = (schema: z.ZodNumber, what: string) =>
  z.string().superRefine((text, issues) => {
    const read = /^\d{1,9}$/.test(text) ? schema.safeParse(Number(text)) : null;
    if (!read) issues.addIssue(`${what}: enter a whole number.`);
    else if (!read.success) issues.addIssue(read.error.issues[0]?.message ?? `${what} is out of range.`);
  });

/** Empty: no ceiling. */
const wholeOrNone = z.string().superRefine((text, issues) => {
  if (text !== "" && !/^[1-9]\d{0,6}$/.test(text))
    issues.addIssue("Different customers a day: enter a whole number, or leave it empty for no ceiling.");
});

/** What was typed, as it is sent. */
export const ceilingOf = (text: string) => (text === "" ? null : Number(text));

export const wholeLimits = {
  ratePerMinute: whole(submitAccessRequestInput.shape.ratePerMinute, "Reads a minute"),
  dailyLimit: whole(submitAccessRequestInput.shape.dailyLimit, "Customers a day"),
  distinctCeiling: wholeOrNone,
};
