import { z } from "zod";
import { isPlainLine } from "./plain-text";

const text = (most: number, said: string) =>
  z
    .string({ error: `${said} is text.` })
    .min(1, `${said} is empty.`)
    .max(most, `${said} has at most ${most} characters.`)
    .refine(isPlainLine, `${said} is one line of text.`);

/** What a customer can be looked up by; each belongs to one customer, or is told to belong to several. */
export const lookupShape = {
  email: text(320, "An e-mail address")
    .refine((value) => value.includes("@"), "An e-mail address has an @.")
    .meta({ examples: ["anna@member.example"] }),
  phone: z
    .string({ error: "A phone number is text." })
    .regex(/^\+[1-9]\d{1,14}$/, "A phone number is in E.164: + and up to 15 digits.")
    .meta({ examples: ["+4721983400"] }),
  member_number: text(100, "A member number").meta({ examples: ["HR-4821-7730"] }),
  external_id: text(200, "An external id").meta({ examples: ["till-0042"] }),
};

export type LookupField = keyof typeof lookupShape;
export const lookupFields = Object.keys(lookupShape) as LookupField[];

/** Those that are personal data, and so need fields:contact. */
export const contactFields: readonly LookupField[] = ["email", "phone", "member_number"];

const [email, phone, memberNumber, externalId] = [
  z.strictObject({ email: lookupShape.email }),
  z.strictObject({ phone: lookupShape.phone }),
  z.strictObject({ member_number: lookupShape.member_number }),
  z.strictObject({ external_id: lookupShape.external_id }),
];

/** The body of a lookup as the document describes it: exactly one identifier. */
export const lookupBodySchema = z.union([email, phone, memberNumber, externalId]).meta({
  id: "Lookup",
  description: "Exactly one identifier. E-mail, phone and member number also need the scope fields:contact.",
});
