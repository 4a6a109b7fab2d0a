import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** What is wrong, in red with its triangle; actions that mend it may stand in it. */
export function FieldMessage({
  children,
  id,
  live = false,
}: {
  children: ReactNode;
  id?: string;
  live?: boolean;
}) {
  return (
    <span
      id={id}
      role={live ? "alert" : undefined}
      className="flex gap-1.5 text-[13px]/[18px] text-refused [&>svg]:mt-px [&>svg]:size-3.5"
    >
      <TriangleAlert />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </span>
  );
}
