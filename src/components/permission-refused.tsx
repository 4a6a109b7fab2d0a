import { Lock } from "lucide-react";
import { Button } from "./button";
import { Card, CardSection } from "./card";

/** A page that the person's roles do not include: says what is closed and whom to ask. */
export function PermissionRefused({ what, needs }: { what: string; needs: string }) {
  return (
    <Card label={`${what} is closed`} className="mx-auto w-full max-w-[640px]">
      <CardSection className="grid justify-items-start gap-3">
        <span className="grid size-9 place-items-center rounded-lg bg-surface-3 text-text-2">
          <Lock />
        </span>
        <h2>{what} is not part of your roles</h2>
        <p className="text-text-2">
          It takes a permission that the role {needs} includes; other roles of your program may include it
          too. Whoever manages users, an Administrator for instance, gives it under Tools &amp; Settings ›
          Users &amp; Roles.
        </p>
        <Button href="/">Back to Home</Button>
      </CardSection>
    </Card>
  );
}
