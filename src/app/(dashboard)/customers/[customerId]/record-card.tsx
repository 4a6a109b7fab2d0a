import { Card, CardFoot, CardHead, CardSection } from "@/components/card";
import { shortDate } from "@/components/format-time";
import { KeyValue } from "@/components/key-value";
import { Mono } from "@/components/mono";
import { RelativeTime } from "@/components/relative-time";
import type { Customer } from "./customer";

/** The identifiers and dates of the record itself. */
export function RecordCard({ customer }: { customer: Customer }) {
  const { externalId, enrolledAt, lastActivityAt, createdAt, updatedAt, version } = customer;
  return (
    <Card label="Record">
      <CardHead title="Record" />
      <CardSection>
        <KeyValue
          nameWidth={120}
          items={[
            {
              name: "External id",
              value: externalId ? <Mono copy={externalId}>{externalId}</Mono> : "none",
            },
            { name: "Enrolled", value: shortDate(enrolledAt) },
            { name: "Last active", value: lastActivityAt ? <RelativeTime at={lastActivityAt} /> : "never" },
            { name: "Created", value: shortDate(createdAt) },
            { name: "Changed", value: <RelativeTime at={updatedAt} /> },
            { name: "Version", value: String(version) },
          ]}
        />
      </CardSection>
      <CardFoot>This view is on record.</CardFoot>
    </Card>
  );
}
