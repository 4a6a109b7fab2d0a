import { relativeTime } from "@/components/format-time";
import { Meter } from "@/components/meter";
import type { TokenDetail } from "../token-steps";

const figure = (count: number) => count.toLocaleString("en");

/** What is left of the minute and of the UTC day; the limits themselves were signed. */
export function Allowance({ detail }: { detail: TokenDetail }) {
  const { allowance, token } = detail;
  if (!allowance) return null;
  return (
    <div className="grid gap-3">
      <Left
        name="Reads a minute"
        left={allowance.rateLeft}
        of={token.ratePerMinute}
        note="it fills up evenly, all within a minute"
      />
      <Left
        name="Customers a day"
        left={allowance.customersLeft}
        of={token.dailyLimit}
        note={`begins anew ${relativeTime(allowance.dayEndsAt, detail.now)}, at midnight UTC`}
      />
    </div>
  );
}

function Left({ name, left, of, note }: { name: string; left: number; of: number; note: string }) {
  const share = of === 0 ? 0 : left / of;
  const tone = share === 0 ? "refused" : share < 0.2 ? "expiring" : "accent";
  return (
    <div className="grid gap-1 text-13">
      <div className="flex items-baseline justify-between gap-2">
        <span>{name}</span>
        <span className="tabular-nums">
          <b className="font-semibold">{figure(left)}</b> left of {figure(of)}
        </span>
      </div>
      <Meter value={share} label={`${name}: ${figure(left)} left of ${figure(of)}`} tone={tone} />
      <span className="text-12 text-text-3" suppressHydrationWarning>
        {note}
      </span>
    </div>
  );
}
