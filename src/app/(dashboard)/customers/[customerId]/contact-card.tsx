"use client";

import type { ReactNode } from "react";
import { CopyButton } from "@/components/copy-button";
import { KeyValue } from "@/components/key-value";
import { Mono } from "@/components/mono";
import type { Customer } from "./customer";
import { MaskedCard } from "./masked-card";
import { useReveal } from "./use-reveal";

const none = <span className="text-text-3">none</span>;

/** Name, e-mail, phone and member number. */
export function ContactCard({ customer }: { customer: Customer }) {
  const { revealed, pending, failure, reveal, hide } = useReveal(customer.id, "contact");
  const { name, email, phone, memberNumber, mayReveal } = customer;
  const fullName = [revealed?.firstName, revealed?.lastName].filter(Boolean).join(" ");
  const value = (name: string, masked: string | null, plain?: string | null, mono = false): ReactNode => {
    const text = revealed ? plain : masked;
    if (!text) return none;
    if (!revealed) return mono ? <Mono>{text}</Mono> : text;
    return (
      <span className="inline-flex max-w-full items-center gap-1">
        <span className={mono ? "min-w-0 wrap-anywhere font-mono text-12" : "min-w-0 wrap-anywhere"}>
          {text}
        </span>
        <span className="-my-1">
          <CopyButton text={text} name={name} />
        </span>
      </span>
    );
  };
  return (
    <MaskedCard
      title="Contact"
      shown={revealed !== null}
      pending={pending}
      failure={failure}
      revealable={[name, email, phone, memberNumber].some((one) => one !== null)}
      mayReveal={mayReveal}
      onReveal={reveal}
      onHide={hide}
    >
      <KeyValue
        nameWidth={120}
        items={[
          { name: "Name", value: value("the name", name, fullName) },
          { name: "E-mail", value: value("the e-mail address", email, revealed?.email) },
          { name: "Phone", value: value("the phone number", phone, revealed?.phone, true) },
          {
            name: "Member number",
            value: value("the member number", memberNumber, revealed?.memberNumber, true),
          },
        ]}
      />
    </MaskedCard>
  );
}
