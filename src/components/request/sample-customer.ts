import type { FieldGroup } from "@/contracts/scopes";

interface SampleField {
  name: string;
  value: string;
  mono?: boolean;
  /** Width of the bar that stands in for it, in px. */
  bar: number;
}

export interface SampleGroup {
  group: FieldGroup;
  title: string;
  fields: readonly SampleField[];
}

/** An invented customer (Ofcom's and RFC 2606's reserved numbers and names), to show what a caller would read. */
export const sampleCustomer: readonly SampleGroup[] = [
  {
    group: "basic",
    title: "Basic",
    fields: [
      { name: "Customer", value: "cus_8Rt2VqXa91Lm", mono: true, bar: 110 },
      { name: "Status", value: "Active", bar: 52 },
      { name: "Points", value: "18,240 and 600 pending", bar: 132 },
      { name: "Tier", value: "Gold since 3 Mar 2025", bar: 124 },
    ],
  },
  {
    group: "contact",
    title: "Contact",
    fields: [
      { name: "Name", value: "Elena Marsh", bar: 76 },
      { name: "E-mail", value: "e.marsh@example.com", bar: 132 },
      { name: "Phone", value: "+44 7700 900142", bar: 104 },
      { name: "Member no.", value: "HR 4410 8827", bar: 84 },
    ],
  },
  {
    group: "sensitive",
    title: "Sensitive",
    fields: [
      { name: "Birth date", value: "14 June 1988", bar: 76 },
      { name: "Address", value: "12 Harbour Row, Port Ellery", bar: 132 },
      { name: "Postal code", value: "PE4 2QX", bar: 60 },
      { name: "Custom", value: "shoe_size 39, store Quayside", bar: 100 },
    ],
  },
  {
    group: "consent",
    title: "Consent",
    fields: [
      { name: "E-mail", value: "Granted", bar: 52 },
      { name: "SMS", value: "Not granted", bar: 52 },
      { name: "Given", value: "3 Mar 2025", bar: 92 },
      { name: "Source", value: "At the till", bar: 76 },
    ],
  },
];
