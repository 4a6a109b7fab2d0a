"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";

/** The address of a plain press on a link that leads to another page of ours; null for any other press. */
function leadsAway(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (!link || link.target === "_blank" || link.hasAttribute("download")) return null;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== window.location.origin || pathname === window.location.pathname) return null;
  return pathname + search + hash;
}

/** Asks before unsent input is left behind: by the browser's own question, and within the application by a dialog. */
export function useLeaveGuard(dirty: boolean): ReactNode {
  const router = useRouter();
  const [to, setTo] = useState<string | null>(null);
  useEffect(() => {
    if (!dirty) return;
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    const press = (event: MouseEvent) => {
      const away = leadsAway(event);
      if (away === null) return;
      event.preventDefault();
      event.stopPropagation();
      setTo(away);
    };
    window.addEventListener("beforeunload", unload);
    document.addEventListener("click", press, true);
    return () => {
      window.removeEventListener("beforeunload", unload);
      document.removeEventListener("click", press, true);
    };
  }, [dirty]);
  return (
    <ConfirmDialog
      open={to !== null}
      onOpenChange={(open) => (open ? undefined : setTo(null))}
      title="Leave without sending?"
      tone="primary"
      confirmLabel="Leave this page"
      cancelLabel="Stay here"
      onConfirm={async () => {
        if (to) router.push(to);
        return null;
      }}
    >
      Nothing was sent yet. What you typed is kept in this tab until you close it.
    </ConfirmDialog>
  );
}
