import Link from "next/link";
import { Alert } from "@/components/alert";
import { RelativeTime } from "@/components/relative-time";
import { settingWords } from "@/contracts/program";
import { guardedSettings } from "@/contracts/request-kinds";
import type { RouterOutputs } from "@/trpc/client";

type Waiting = NonNullable<RouterOutputs["program"]["show"]["waiting"]>;

/** Weaker settings that a Security Admin has not decided about yet. */
export function WaitingSettings({ waiting }: { waiting: Waiting }) {
  const { requestId, requester, askedAt, change } = waiting;
  return (
    <Alert
      tone="pending"
      title={
        <>
          {requester} asked for these <RelativeTime at={askedAt} />; a Security Admin has to approve them.
        </>
      }
      action={
        <Link href={`/requests/${requestId}`} className="link">
          Open the request
        </Link>
      }
    >
      <ul>
        {guardedSettings.map((one) => {
          const [before, after] = [change.before[one], change.after[one]];
          if (before === undefined || after === undefined) return null;
          const { label, value } = settingWords[one];
          return (
            <li key={one}>
              {label}: {value(before)} → {value(after)}
            </li>
          );
        })}
      </ul>
    </Alert>
  );
}
