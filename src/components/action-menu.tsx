"use client";

import { Dropdown } from "@heroui/react/dropdown";
import { Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./icon-button";

export interface MenuAction {
  key: string;
  label: string;
  icon?: ReactNode;
  href?: string;
  onAction?: () => void;
  /** Ends something. */
  danger?: boolean;
}

/** The actions of a row beyond its likely one, under ⋯; nothing when there are none. */
export function ActionMenu({ label, actions }: { label: string; actions: readonly MenuAction[] }) {
  if (actions.length === 0) return null;
  return (
    <Dropdown>
      <IconButton label={label}>
        <Ellipsis />
      </IconButton>
      <Dropdown.Popover placement="bottom end">
        <Dropdown.Menu aria-label={label}>
          {actions.map((action) => (
            <Dropdown.Item
              key={action.key}
              id={action.key}
              textValue={action.label}
              href={action.href}
              variant={action.danger ? "danger" : "default"}
              onAction={action.onAction}
            >
              {action.icon}
              {action.label}
            </Dropdown.Item>
          ))}
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}
