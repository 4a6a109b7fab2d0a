import { Card, CardHead, CardSection } from "@/components/card";
import { KeyValue } from "@/components/key-value";
import { Tag } from "@/components/tag";
import { type Permission, permissions, securityPermissions } from "@/contracts/permissions";

interface AccountCardProps {
  name: string;
  roles: readonly string[];
  held: readonly Permission[];
}

/** One's roles, and what they allow in words. */
export function AccountCard({ name, roles, held }: AccountCardProps) {
  return (
    <Card label="You">
      <CardHead title="You" note="An Administrator changes roles, security ones with a Security Admin." />
      <CardSection>
        <KeyValue
          items={[
            { name: "Name", value: name },
            { name: "Roles", value: roles.join(", ") || "none" },
            {
              name: "You may",
              value:
                held.length === 0 ? (
                  "sign in, and nothing else yet"
                ) : (
                  <ul className="space-y-1">
                    {held.map((one) => (
                      <li key={one} className="flex flex-wrap items-baseline gap-x-2">
                        {permissions[one].label}
                        {securityPermissions.includes(one) ? <Tag tone="accent">security</Tag> : null}
                      </li>
                    ))}
                  </ul>
                ),
            },
          ]}
        />
      </CardSection>
    </Card>
  );
}
