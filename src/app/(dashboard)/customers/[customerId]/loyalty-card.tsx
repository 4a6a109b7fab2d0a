import { Card, CardHead, CardSection } from "@/components/card";
import { shortDate } from "@/components/format-time";
import { KeyValue } from "@/components/key-value";
import type { Customer } from "./customer";

const number = (points: number) => <span className="tabular-nums">{points.toLocaleString("en")}</span>;

/** Points and tier; nothing in it is masked. */
export function LoyaltyCard({ customer: { loyalty, tier } }: { customer: Customer }) {
  return (
    <Card label="Loyalty">
      <CardHead title="Loyalty" />
      <CardSection>
        <p className="text-13 text-text-3">Points balance</p>
        <p className="font-semibold text-24 tabular-nums">{loyalty.pointsBalance.toLocaleString("en")}</p>
      </CardSection>
      <CardSection>
        <KeyValue
          nameWidth={120}
          items={[
            { name: "Pending", value: number(loyalty.pointsPending) },
            { name: "Spent", value: number(loyalty.pointsSpent) },
            { name: "Collected ever", value: number(loyalty.lifetimePoints) },
            { name: "Tier", value: tier?.name ?? tier?.id ?? "none" },
            loyalty.tierSince !== null && { name: "In it since", value: shortDate(loyalty.tierSince) },
            loyalty.tierExpiresAt !== null && { name: "Until", value: shortDate(loyalty.tierExpiresAt) },
          ]}
        />
      </CardSection>
      {loyalty.expiring.length > 0 ? (
        <CardSection>
          <h3 className="mb-1.5">Points that lapse</h3>
          <KeyValue
            nameWidth={120}
            items={loyalty.expiring.map(({ points, expiresAt }) => ({
              name: shortDate(expiresAt),
              value: number(points),
            }))}
          />
        </CardSection>
      ) : null}
    </Card>
  );
}
