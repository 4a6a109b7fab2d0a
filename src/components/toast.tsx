"use client";

import { Toast, toast } from "@heroui/react/toast";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { StateIcon } from "./state-icon";

interface Notice {
  detail?: ReactNode;
  action?: { label: string; onPress: () => void };
}

/** Says at the edge of the screen what happened. Never a value, secret or code. */
export const notify = {
  done: (text: string, notice?: Notice) =>
    show(text, "success", <StateIcon state="live" className="text-live" />, notice),
  failed: (text: string, notice?: Notice) =>
    show(text, "danger", <TriangleAlert className="text-refused" />, notice, 10_000),
  changed: (text: string, notice?: Notice) =>
    show(text, "default", <StateIcon state="pending" className="text-pending" />, notice, 8_000),
};

function show(
  text: string,
  variant: "success" | "danger" | "default",
  indicator: ReactNode,
  notice?: Notice,
  timeout = 5_000,
) {
  toast(text, {
    variant,
    indicator,
    timeout,
    description: notice?.detail,
    actionProps: notice?.action
      ? { children: notice.action.label, onPress: notice.action.onPress, size: "sm", variant: "outline" }
      : undefined,
  });
}

/** Where notices appear; stands once, in the root layout. */
export function Toaster() {
  return <Toast.Provider placement="bottom end" width={360} />;
}
