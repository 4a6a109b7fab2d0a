import { z } from "zod";
import { customerSchema } from "./customer";

export const largestPage = 500;
export const usualPage = 100;

/** How many customers a page has at most. */
export const limitParameterSchema = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, `limit is a whole number from 1 to ${largestPage}.`)
  .transform(Number)
  .refine((limit) => limit <= largestPage, `limit is a whole number from 1 to ${largestPage}.`);

/** A time with what RFC 3339 allows but a leap second, from 1970 on; becomes the same time in UTC with six digits. */
export const updatedSinceSchema = z.iso
  .datetime({
    offset: true,
    error: "updated_since is a time of RFC 3339, 2026-03-14T09:26:53Z for instance.",
  })
  .max(40, "updated_since is too long.")
  .transform((text, context) => {
    const fraction = /\.(\d+)/.exec(text)?.[1] ?? "";
    const time = new Date(text.replace(/\.\d+/, ""));
    const year = time.getUTCFullYear();
    if (fraction.length <= 6 && year >= 1970 && year <= 9999) {
      return `${time.toISOString().slice(0, 19)}.${fraction.padEnd(6, "0")}Z`;
    }
    const message =
      fraction.length > 6
        ? "updated_since has at most six digits of a second."
        : "updated_since is from 1970 on.";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

/** The parameters of a list as the document describes them. */
export const listParameters = {
  limit: z
    .int()
    .min(1)
    .max(largestPage)
    .default(usualPage)
    .meta({ description: "The most customers a page has." }),
  cursor: z.string().meta({
    description:
      "next_cursor of the page before, with the same fields and updated_since. It holds for this token alone.",
  }),
  updated_since: z.iso.datetime({ offset: true }).meta({
    description:
      "Only customers changed at or after this time, in the order of their changes. A customer that is changed again meanwhile comes again, in its newer version.",
    examples: ["2026-03-14T09:26:53Z"],
  }),
};

export const customerListSchema = z
  .object({
    data: z.array(customerSchema),
    omitted_fields: z.array(z.string()).meta({
      description: "Fields asked for that this token's scopes do not grant.",
      examples: [["address"]],
    }),
    has_more: z.boolean(),
    next_cursor: z.string().nullable().meta({ description: "For the next page; null on the last." }),
    updated_until: z.iso.datetime().optional().meta({
      description:
        "On the last page of a list by updated_since: every change before this time was in its pages. Give it as the next updated_since, and no change is missed and none comes twice.",
    }),
    request_id: z.string().meta({ examples: ["req_0c6TbVYxq9KdMz1Lh"] }),
  })
  .meta({ id: "CustomerList" });
