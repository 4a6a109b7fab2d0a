import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";
import { cx } from "./cx";

interface MonoProps {
  children: ReactNode;
  /** Puts a copy button behind it, which copies this text. */
  copy?: string;
  /** What the copy button is called, "the digest" for instance. */
  copyName?: string;
  strong?: boolean;
  title?: string;
  className?: string;
}

/** An address, reference, digest or identifier: monospaced, never broken at a hyphen. */
export function Mono({ children, copy, copyName, strong = false, title, className }: MonoProps) {
  const text = (
    <span
      title={title}
      className={cx(
        "font-mono text-[0.925em] [font-variant-ligatures:none] whitespace-nowrap",
        strong && "font-medium",
        className,
      )}
    >
      {children}
    </span>
  );
  if (copy === undefined) return text;
  return (
    <span className="inline-flex min-w-0 items-center gap-1">
      {text}
      <span className="-my-1">
        <CopyButton text={copy} name={copyName ?? copy} />
      </span>
    </span>
  );
}
