"use client";

import type { Ref } from "react";
import { Alert } from "@/components/alert";
import { TextArea } from "@/components/text-area";
import { longestReason } from "@/contracts/access-request";

interface ApprovalReasonProps {
  /** What a Security Admin has to approve: "the role Security Admin". */
  what: string;
  value: string;
  onChange: (reason: string) => void;
  error?: string | null;
  fieldRef?: Ref<HTMLTextAreaElement>;
}

/** Stands under the field that was left empty. */
export const missingReason = "Say why: a Security Admin has to approve this, and reads the reason.";

/** Says before saving that a Security Admin is asked, and takes the reason that they read. */
export function ApprovalReason({ what, value, onChange, error, fieldRef }: ApprovalReasonProps) {
  return (
    <>
      <Alert tone="expiring" title={`A Security Admin has to approve ${what}.`}>
        They are asked by e-mail when you save. Everything else holds at once.
      </Alert>
      <TextArea
        ref={fieldRef}
        label="Reason"
        hint="The Security Admin reads it, and it is part of what they sign."
        value={value}
        onChange={onChange}
        error={error}
        maxLength={longestReason}
      />
    </>
  );
}

/** "Tomás Reyes and Priya Natarajan were asked." */
export function askedWords(asked: readonly string[]): string {
  const names = new Intl.ListFormat("en").format(asked);
  return `${names} ${asked.length === 1 ? "was" : "were"} asked to approve the rest.`;
}
