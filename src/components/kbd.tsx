import { cx } from "./cx";

/** A key to press. */
export function Kbd({ children, onAccent = false }: { children: string; onAccent?: boolean }) {
  return (
    <kbd
      className={cx(
        "rounded border px-[5px] font-medium font-sans text-[11px]/4",
        onAccent ? "border-white/40 text-text-on-accent" : "border-line bg-surface text-text-2",
      )}
    >
      {children}
    </kbd>
  );
}
