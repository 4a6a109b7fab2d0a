import { TriangleAlert } from "lucide-react";
import { Card, CardSection } from "@/components/card";
import { StateIcon } from "@/components/state-icon";
import { checksOf } from "./checks";
import type { RequestDetail, RequestNetwork } from "./request-detail";

interface ChecksCardProps {
  request: RequestDetail;
  networks: readonly RequestNetwork[];
}

/** What was checked already, and what deserves a thought. */
export function ChecksCard({ request, networks }: ChecksCardProps) {
  return (
    <Card label="Checked for you">
      <CardSection>
        <h3 className="mb-2">Checked for you</h3>
        <ul className="stack-2 text-13">
          {checksOf(request, networks).map(({ ok, text }) => (
            <li key={text} className="flex items-start gap-2">
              {ok ? (
                <StateIcon state="live" className="mt-0.5 text-live" />
              ) : (
                <TriangleAlert
                  aria-label="Think about this:"
                  role="img"
                  className="mt-0.5 flex-none text-expiring"
                />
              )}
              <span>{text}</span>
            </li>
          ))}
        </ul>
      </CardSection>
    </Card>
  );
}
