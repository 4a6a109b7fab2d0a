import { CircleCheck, Info, Mail, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { StateIcon } from "./state-icon";

export type AlertTone = "neutral" | "live" | "pending" | "expiring" | "refused" | "mail";

const looks: Record<AlertTone, { ground: string; icon: ReactNode }> = {
  neutral: { ground: "border-line bg-surface-2", icon: <Info /> },
  mail: { ground: "border-line bg-surface-2", icon: <Mail /> },
  live: { ground: "border-live-line bg-live-soft", icon: <CircleCheck className="text-live" /> },
  pending: {
    ground: "border-pending-line bg-pending-soft",
    icon: <StateIcon state="pending" className="text-pending" />,
  },
  expiring: {
    ground: "border-expiring-line bg-expiring-soft",
    icon: <TriangleAlert className="text-expiring" />,
  },
  refused: {
    ground: "border-refused-line bg-refused-soft",
    icon: <TriangleAlert className="text-refused" />,
  },
};

interface AlertProps {
  tone?: AlertTone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** Read out at once, for an answer to what was just done. */
  live?: boolean;
}

/** A sentence that stands out on its page. */
export function Alert({ tone = "neutral", title, children, action, live = false }: AlertProps) {
  return (
    <div
      role={live ? "alert" : undefined}
      className={cx("flex gap-2.5 rounded-lg border px-3 py-2.5 text-13 [&>svg]:mt-0.5", looks[tone].ground)}
    >
      {looks[tone].icon}
      <div className="min-w-0 flex-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children}
      </div>
      {action ? <div className="flex-none self-center">{action}</div> : null}
    </div>
  );
}
