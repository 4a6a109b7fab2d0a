import { Card, CardHead } from "@/components/card";
import { ReadableFields } from "@/components/request/readable-fields";
import type { Scope } from "@/contracts/scopes";

/** What a caller would read, shown on an invented customer. */
export function ReadableCard({ scopes }: { scopes: readonly Scope[] }) {
  return (
    <Card label="What would be readable">
      <CardHead title="What a caller would read" note="Sample customer, not a real one" />
      <ReadableFields scopes={scopes} />
    </Card>
  );
}
