import type { ReactNode } from "react";

/** What belongs here, in one sentence, and one button to make the first. */
export function EmptyState({
  children,
  icon,
  action,
}: {
  children: ReactNode;
  icon?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-3 p-8 text-center text-text-2">
      {icon ? (
        <span className="grid size-9 place-items-center rounded-lg bg-surface-3 text-text-2">{icon}</span>
      ) : null}
      <p className="max-w-[52ch]">{children}</p>
      {action}
    </div>
  );
}
