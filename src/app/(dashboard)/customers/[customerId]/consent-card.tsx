import { Card, CardHead, CardSection } from "@/components/card";
import { shortDate } from "@/components/format-time";
import { StateChip } from "@/components/state-chip";
import type { ConsentView } from "@/contracts/customer-search";
import type { Customer } from "./customer";

/** What the customer agreed to, when and where. */
export function ConsentCard({ consents }: { consents: Customer["consents"] }) {
  return (
    <Card label="Consent">
      <CardHead title="Consent" />
      <CardSection className="grid gap-2.5">
        <Consent name="E-mail" consent={consents.email} />
        <Consent name="SMS" consent={consents.sms} />
      </CardSection>
    </Card>
  );
}

function Consent({ name, consent: { granted, at, source } }: { name: string; consent: ConsentView }) {
  const facts = [at ? shortDate(at) : null, source].filter(Boolean).join(", ");
  return (
    <div className="grid grid-cols-[120px_minmax(0,1fr)] items-center gap-x-3 text-13">
      <span className="text-text-3">{name}</span>
      <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        {granted ? <StateChip state="live">Given</StateChip> : <StateChip state="ended">Not given</StateChip>}
        {facts ? <span className="text-text-2">{facts}</span> : null}
      </span>
    </div>
  );
}
