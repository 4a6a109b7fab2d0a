"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, type ButtonProps } from "./button";
import { IconButton } from "./icon-button";

interface CopyButtonProps {
  text: string;
  /** Names what is copied, for those who cannot see it: "the digest". */
  name: string;
  /** With a label it is a button of that text; without, an icon alone. */
  label?: string;
  variant?: ButtonProps["variant"];
  size?: ButtonProps["size"];
  onCopied?: () => void;
}

/** Copies a text and says so for two seconds. */
export function CopyButton({
  text,
  name,
  label,
  variant = "secondary",
  size = "md",
  onCopied,
}: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    onCopied?.();
  };
  const icon = copied ? <Check className="text-live" /> : <Copy />;
  return (
    <>
      {label ? (
        <Button variant={variant} size={size} icon={copied ? <Check /> : <Copy />} onPress={copy}>
          {copied ? "Copied" : label}
        </Button>
      ) : (
        <IconButton label={`Copy ${name}`} size="sm" onPress={copy}>
          {icon}
        </IconButton>
      )}
      <span role="status" className="sr-only">
        {copied ? `Copied ${name}` : ""}
      </span>
    </>
  );
}
