import { cx } from "./cx";

/** A number beside a name; hot where it waits for the reader. */
export function Count({ value, hot = false, label }: { value: number; hot?: boolean; label?: string }) {
  return (
    <span
      className={cx(
        "min-w-5 rounded-full px-1.5 text-center font-medium text-[12px]/[18px] tabular-nums",
        hot ? "bg-accent text-text-on-accent" : "bg-surface-3 text-text-2",
      )}
    >
      {value}
      {label ? <span className="sr-only"> {label}</span> : null}
    </span>
  );
}
