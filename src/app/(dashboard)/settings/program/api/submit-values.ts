import { z } from "zod";
import { type AddressEntry, entriesOf } from "@/components/address-entries";
import { generateTokenInput } from "@/contracts/access-request";
import type { NetworkReader } from "@/contracts/network-list";
import type { Scope } from "@/contracts/scopes";
import type { RouterInputs, RouterOutputs } from "@/trpc/client";
import { endOfDay, expiryDay, isoDay } from "./expiry";
import { askedPurpose, askedReason } from "./forms/asked-words";
import { ceilingOf, wholeLimits } from "./forms/limit-fields";
import type { CopiedRequest } from "./forms/live-form";
import { networksCheck, networksFault, networksToSend } from "./forms/network-values";
import { plainNetwork } from "./plain-network";
import type { TokenDetail } from "./token-steps";

export interface SubmitValues {
  purpose: string;
  scopes: Scope[];
  /** ISO day. */
  expiresAt: string;
  networks: AddressEntry[];
  ratePerMinute: string;
  dailyLimit: string;
  /** Empty: none. */
  distinctCeiling: string;
  reason: string;
}

/** The form's own check; the server checks the same again. */
export const submitForm = (read: NetworkReader) =>
  z
    .object({
      purpose: askedPurpose,
      scopes: generateTokenInput.shape.scopes,
      expiresAt: expiryDay,
      networks: networksCheck,
      ...wholeLimits,
      reason: askedReason,
    })
    .superRefine(({ networks, expiresAt }, issues) => {
      const message = networksFault(networks, read, expiresAt);
      if (message) issues.addIssue({ code: "custom", path: ["networks"], message });
    });

interface Sources {
  detail: TokenDetail;
  copied: CopiedRequest | null;
  ask: RouterOutputs["addressAsks"]["get"] | null;
}

/** A draft starts from what it was generated with; a rejected or copied one from what was asked before. */
export function startValues({ detail, copied, ask }: Sources): SubmitValues {
  const { token, lastRequest } = detail;
  const before = copied ?? lastRequest;
  const wished = ask ? [{ text: ask.address, label: ask.askedBy.name, expiresOn: null }] : [];
  const asked = (before?.networks ?? []).map(({ network, label, expiresAt }) => ({
    text: plainNetwork(network),
    label,
    expiresOn: expiresAt && isoDay(expiresAt),
  }));
  return {
    purpose: copied?.purpose ?? token.purpose,
    scopes: copied?.token.scopes ?? token.scopes,
    expiresAt: isoDay(copied?.token.tokenExpiresAt ?? token.expiresAt),
    networks: entriesOf([...asked, ...wished.filter(({ text }) => asked.every((one) => one.text !== text))]),
    ratePerMinute: String(copied?.token.ratePerMinute ?? token.ratePerMinute),
    dailyLimit: String(copied?.token.dailyLimit ?? token.dailyLimit),
    distinctCeiling: String((copied ? copied.token.distinctCeiling : token.distinctCeiling) ?? ""),
    reason: before?.reason ?? "",
  };
}

export function submission(
  tokenId: string,
  values: SubmitValues,
  read: NetworkReader,
): RouterInputs["securityTokens"]["submit"] {
  const expiresAt = endOfDay(values.expiresAt);
  return {
    tokenId,
    purpose: values.purpose,
    scopes: values.scopes,
    expiresAt,
    networks: networksToSend(values.networks, read, expiresAt),
    ratePerMinute: Number(values.ratePerMinute),
    dailyLimit: Number(values.dailyLimit),
    distinctCeiling: ceilingOf(values.distinctCeiling),
    reason: values.reason,
  };
}
