import { Meter as HeroMeter } from "@heroui/react/meter";
import { cx } from "./cx";

interface MeterProps {
  /** 0 to 1. */
  value: number;
  label: string;
  tone?: "accent" | "expiring" | "refused";
}

/** How much of something is used, or how wide it is. */
export function Meter({ value, label, tone = "accent" }: MeterProps) {
  const fill = { accent: "bg-accent", expiring: "bg-expiring-solid", refused: "bg-refused-solid" }[tone];
  return (
    <HeroMeter aria-label={label} value={value} maxValue={1} className="block w-full">
      <HeroMeter.Track className="block h-1.5 overflow-hidden rounded-[3px] bg-surface-3">
        <HeroMeter.Fill className={cx("block h-full min-w-0.5 rounded-[3px]", fill)} />
      </HeroMeter.Track>
    </HeroMeter>
  );
}
