"use client";

import { buttonVariants, Button as HeroButton } from "@heroui/react/button";
import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "./cx";

const variants = { primary: "primary", secondary: "outline", danger: "danger-soft", quiet: "ghost" } as const;

export interface ButtonProps {
  children: ReactNode;
  /** One primary a view; danger for what ends something. */
  variant?: keyof typeof variants;
  /** 28, 32 and 40 px. */
  size?: "sm" | "md" | "lg";
  icon?: ReactNode;
  block?: boolean;
  type?: "button" | "submit";
  form?: string;
  /** Makes it a link that looks like a button. */
  href?: string;
  /** What the link answers is a file: asked for by a press alone, and the page stays. */
  download?: boolean;
  /** Shows that it works, and takes no press meanwhile. */
  pending?: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
  onPress?: () => void;
  className?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
}

/** A button says what happens. */
export function Button({
  children,
  variant = "secondary",
  size = "md",
  icon,
  block = false,
  href,
  download = false,
  pending = false,
  disabled = false,
  className,
  onPress,
  ...rest
}: ButtonProps) {
  const content = (
    <>
      {pending ? <LoaderCircle className="animate-spin" aria-hidden="true" /> : icon}
      {children}
    </>
  );
  if (href) {
    const look = buttonVariants({ variant: variants[variant], size, fullWidth: block });
    if (download) {
      return (
        <a href={href} download className={cx(look, className)}>
          {content}
        </a>
      );
    }
    return (
      <Link href={href} className={cx(look, className)} aria-label={rest["aria-label"]}>
        {content}
      </Link>
    );
  }
  return (
    <HeroButton
      variant={variants[variant]}
      size={size}
      fullWidth={block}
      isDisabled={disabled}
      isPending={pending}
      className={className}
      onPress={onPress ? () => onPress() : undefined}
      {...rest}
    >
      {content}
    </HeroButton>
  );
}
