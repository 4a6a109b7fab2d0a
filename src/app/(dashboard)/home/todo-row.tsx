import type { ReactNode } from "react";

interface TodoRowProps {
  icon: ReactNode;
  /** Ground and colour of the icon. */
  tone: string;
  title: ReactNode;
  detail: ReactNode;
  action?: ReactNode;
}

/** One thing at hand, with its likely action at the end. */
export function TodoRow({ icon, tone, title, detail, action }: TodoRowProps) {
  return (
    <li className="flex items-center gap-3 border-line px-4 py-3 not-first:border-t desk:px-5">
      <span className={`grid size-7 flex-none place-items-center rounded-md ${tone}`}>{icon}</span>
      <span className="min-w-0 flex-1 text-13">
        <span className="block truncate font-medium">{title}</span>
        <span className="block text-12 text-text-3" suppressHydrationWarning>
          {detail}
        </span>
      </span>
      {action}
    </li>
  );
}
