"use client";

import { shortDate } from "@/components/format-time";
import { KeyValue } from "@/components/key-value";
import type { Customer } from "./customer";
import { MaskedCard } from "./masked-card";
import { useReveal } from "./use-reveal";

const none = <span className="text-text-3">none</span>;
const masked = (
  <span role="img" aria-label="masked">
    ••••
  </span>
);

type Revealed = NonNullable<ReturnType<typeof useReveal<"sensitive">>["revealed"]>;

/** Birth date, home address and the program's own fields. */
export function SensitiveCard({ customer }: { customer: Customer }) {
  const { revealed, pending, failure, reveal, hide } = useReveal(customer.id, "sensitive");
  const { birthDate, address, customFields } = customer.sensitive;
  return (
    <MaskedCard
      title="Birth date and address"
      shown={revealed !== null}
      pending={pending}
      failure={failure}
      revealable={birthDate || address || customFields}
      mayReveal={customer.mayReveal}
      onReveal={reveal}
      onHide={hide}
    >
      <KeyValue
        nameWidth={120}
        items={
          revealed
            ? shownItems(revealed)
            : [
                { name: "Birth date", value: birthDate ? masked : none },
                { name: "Address", value: address ? masked : none },
                { name: "Custom fields", value: customFields ? masked : none },
              ]
        }
      />
    </MaskedCard>
  );
}

function shownItems({ birthDate, address, customFields }: Revealed) {
  const { line1, line2, city, state, postalCode, country } = address;
  const lines = [line1, line2, [postalCode, city].filter(Boolean).join(" "), state, country].filter(Boolean);
  const fields = Object.entries(customFields);
  return [
    { name: "Birth date", value: birthDate ? shortDate(birthDate) : none },
    {
      name: "Address",
      value: lines.length > 0 ? lines.map((line) => <div key={line}>{line}</div>) : none,
    },
    ...(fields.length === 0 ? [{ name: "Custom fields", value: none }] : []),
    ...fields.map(([name, value]) => ({ name, value: wordOf(value) })),
  ];
}

function wordOf(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}
