"use client";

import { Button as HeroButton } from "@heroui/react/button";
import type { ReactNode } from "react";

interface IconButtonProps {
  /** What it does; it has no other words. */
  label: string;
  children: ReactNode;
  size?: "sm" | "md";
  disabled?: boolean;
  onPress?: () => void;
  className?: string;
}

/** A square button with an icon alone. */
export function IconButton({
  label,
  children,
  size = "md",
  disabled = false,
  onPress,
  className,
}: IconButtonProps) {
  return (
    <HeroButton
      aria-label={label}
      isIconOnly
      variant="ghost"
      size={size}
      isDisabled={disabled}
      className={className}
      onPress={onPress ? () => onPress() : undefined}
    >
      {children}
    </HeroButton>
  );
}
