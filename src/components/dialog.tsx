"use client";

import { Modal } from "@heroui/react/modal";
import type { ReactNode } from "react";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  children: ReactNode;
  /** Buttons, the likely one last. */
  actions?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** An alert dialog closes by its buttons and Escape alone. */
  alert?: boolean;
}

/** A window over the page; focus stays in it and returns after it. */
export function Dialog({
  open,
  onOpenChange,
  title,
  children,
  actions,
  size = "md",
  alert = false,
}: DialogProps) {
  return (
    <Modal.Backdrop isOpen={open} onOpenChange={onOpenChange} isDismissable={!alert}>
      <Modal.Container size={size} placement="center">
        <Modal.Dialog role={alert ? "alertdialog" : "dialog"}>
          <Modal.Header>
            <Modal.Heading>{title}</Modal.Heading>
          </Modal.Header>
          <Modal.Body>{children}</Modal.Body>
          {actions ? <Modal.Footer className="flex-wrap">{actions}</Modal.Footer> : null}
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}
