import { z } from "zod";
import { generateTokenInput, submitAccessRequestInput } from "@/contracts/access-request";
import { type NetworkLimits, parseNetworkList } from "@/contracts/network";
import type { Scope } from "@/contracts/scopes";
import type { RouterInputs } from "@/trpc/client";
import { endOfDay, expiryDay, isoDay } from "./expiry";
import { plainNetwork } from "./plain-network";
import type { TokenDetail } from "./token-steps";

export interface SubmitValues {
  purpose: string;
  scopes: Scope[];
  /** ISO day. */
  expiresAt: string;
  networks: string[];
  ratePerMinute: string;
  dailyLimit: string;
  reason: string;
}

const whole = (schema: z.ZodNumber, what: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `${what} is a whole number.`)
    .refine((text) => schema.safeParse(Number(text)).success, `${what} is out of range.`);

/** The form's own check; the server checks the same again. */
export const submitForm = (limits: NetworkLimits) =>
  z.object({
    purpose: generateTokenInput.shape.purpose,
    scopes: generateTokenInput.shape.scopes,
    expiresAt: expiryDay,
    networks: z.array(z.string()).superRefine((entries, issues) => {
      const list = parseNetworkList(entries.join(","), limits);
      if (list.entries.length === 0)
        issues.addIssue("Enter at least one address; an empty list would deny everything.");
      else if (!list.ok) issues.addIssue("Mend or remove the addresses marked above.");
      else if (list.entries.some((entry) => entry.duplicate))
        issues.addIssue("An address is there twice. Remove one.");
    }),
    ratePerMinute: whole(submitAccessRequestInput.shape.ratePerMinute, "Reads a minute"),
    dailyLimit: whole(submitAccessRequestInput.shape.dailyLimit, "Customers a day"),
    reason: submitAccessRequestInput.shape.reason,
  });

/** A draft starts from what it was generated with; a rejected one from what was asked last. */
export function startValues({ token, lastRequest }: TokenDetail): SubmitValues {
  return {
    purpose: token.purpose,
    scopes: token.scopes,
    expiresAt: isoDay(token.expiresAt),
    networks: lastRequest?.networks.map((one) => plainNetwork(one.network)) ?? [],
    ratePerMinute: String(token.ratePerMinute),
    dailyLimit: String(token.dailyLimit),
    reason: lastRequest?.reason ?? "",
  };
}

export function submission(
  tokenId: string,
  values: SubmitValues,
  limits: NetworkLimits,
): RouterInputs["securityTokens"]["submit"] {
  const { networks } = parseNetworkList(values.networks.join(","), limits);
  return {
    tokenId,
    purpose: values.purpose,
    scopes: values.scopes,
    expiresAt: endOfDay(values.expiresAt),
    networks: networks.map((network) => ({ network: network.text })),
    ratePerMinute: Number(values.ratePerMinute),
    dailyLimit: Number(values.dailyLimit),
    reason: values.reason,
  };
}
