"use client";

import type { ReactNode } from "react";
import { KeyValue } from "@/components/key-value";
import { Mono } from "@/components/mono";
import type { Customer } from "./customer-view";
import { MaskedCard } from "./masked-card";
import { useReveal } from "./use-reveal";

const none = <span className="text-text-3">none</span>;

/** Name, e-mail, phone and member number. */
export function ContactCard({ customer }: { customer: Customer }) {
  const { revealed, pending, failure, reveal, hide } = useReveal(customer.id, "contact");
  const { name, email, phone, memberNumber, mayReveal } = customer;
  const fullName = [revealed?.firstName, revealed?.lastName].filter(Boolean).join(" ");
  const value = (masked: string | null, plain: string | null | undefined, mono = false): ReactNode => {
    const text = revealed ? plain : masked;
    if (!text) return none;
    if (!revealed) return mono ? <Mono>{text}</Mono> : text;
    return (
      <Mono className={mono ? undefined : "font-sans! text-13!"} copy={text} copyName="the value">
        {text}
      </Mono>
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
          { name: "Name", value: value(name, fullName) },
          { name: "E-mail", value: value(email, revealed?.email) },
          { name: "Phone", value: value(phone, revealed?.phone, true) },
          { name: "Member number", value: value(memberNumber, revealed?.memberNumber, true) },
        ]}
      />
    </MaskedCard>
  );
}
