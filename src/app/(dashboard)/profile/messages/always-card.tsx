import { ShieldCheck } from "lucide-react";
import { Card, CardHead, CardSection } from "@/components/card";
import { alwaysOn } from "./words";

/** What concerns the security of access is always sent; each with its reason. */
export function AlwaysCard() {
  return (
    <Card label="Security e-mails">
      <CardHead
        title="Always on"
        note="They concern the security of access. Which of them you get depends on your roles."
      />
      <CardSection>
        <ul className="grid gap-4">
          {alwaysOn.map(({ label, why }) => (
            <li key={label} className="flex items-start gap-2.5 text-13">
              <ShieldCheck className="mt-0.5 size-4 flex-none text-live" aria-hidden="true" />
              <span className="min-w-0">
                {label}
                <span className="block text-12 text-text-3">{why}</span>
              </span>
            </li>
          ))}
        </ul>
      </CardSection>
    </Card>
  );
}
