import { cx } from "./cx";

const tints = [
  "bg-(--tint-1) text-(--tint-1-text)",
  "bg-(--tint-2) text-(--tint-2-text)",
  "bg-(--tint-3) text-(--tint-3-text)",
  "bg-(--tint-4) text-(--tint-4-text)",
];

const initials = (name: string) => {
  const words = name.trim().split(/\s+/);
  return `${words[0]?.[0] ?? ""}${words.length > 1 ? (words.at(-1)?.[0] ?? "") : ""}`.toUpperCase();
};

/** The same name has the same tint everywhere. */
const tintOf = (name: string) => {
  let sum = 0;
  for (const char of name) sum = (sum * 145 + (char.codePointAt(0) ?? 0)) % 1009;
  return tints[sum % tints.length];
};

/** A person's initials; the name always stands beside it, so it is hidden from screen readers. */
export function Avatar({ name, size = "md" }: { name: string; size?: "md" | "lg" }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        "grid flex-none place-items-center rounded-full font-semibold tracking-[0.02em]",
        size === "lg" ? "size-9 text-[13px]/none" : "size-7 text-[11px]/none",
        tintOf(name),
      )}
    >
      {initials(name)}
    </span>
  );
}
