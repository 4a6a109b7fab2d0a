import type { ReactNode } from "react";
import { cx } from "./cx";

interface TagProps {
  children: ReactNode;
  /** Accent for the thing this view is about. */
  tone?: "neutral" | "accent";
  size?: "sm" | "md";
  title?: string;
}

/** A scope, a reference or another name that machines read. */
export function Tag({ children, tone = "neutral", size = "sm", title }: TagProps) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex items-center rounded-[5px] px-1.5 font-medium font-mono tracking-[-0.01em] whitespace-nowrap",
        size === "sm" ? "h-5 text-[11.5px]" : "h-[22px] text-[12.5px]",
        tone === "accent" ? "bg-accent-soft text-accent-text" : "bg-surface-3 text-text-2",
      )}
    >
      {children}
    </span>
  );
}
