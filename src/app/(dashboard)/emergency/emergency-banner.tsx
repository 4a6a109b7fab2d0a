"use client";

import { Siren } from "lucide-react";
import { useEffect, useState } from "react";
import { refusalOf } from "@/app/(dashboard)/refusal";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { shortTime } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { trpc } from "@/trpc/client";

interface EmergencyBannerProps {
  emergency: { requestId: string; address: string; expiresAt: Date };
}

/** On every page of whoever has an emergency access, until it ends. */
export function EmergencyBanner({ emergency: { requestId, address, expiresAt } }: EmergencyBannerProps) {
  const [ending, setEnding] = useState(false);
  const utils = trpc.useUtils();
  const end = trpc.emergencyAccess.end.useMutation();
  useEffect(() => {
    const left = Math.max(0, new Date(expiresAt).getTime() - Date.now()) + 1000;
    const timer = setTimeout(() => void utils.shell.status.invalidate(), left);
    return () => clearTimeout(timer);
  }, [expiresAt, utils]);
  const confirm = () =>
    refusalOf(async () => {
      await end.mutateAsync({ requestId });
      // What was shown under it goes from the page with it.
      utils.customers.invalidate();
      await Promise.all([utils.shell.status.invalidate(), utils.emergencyAccess.invalidate()]);
    });
  return (
    <section
      aria-label="Emergency access"
      className="sticky top-(--bar) z-9 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-expiring-line border-b bg-expiring-soft px-4 py-1.5 text-13 desk:px-6"
    >
      <span className="font-medium" suppressHydrationWarning>
        <Siren className="mr-2 inline size-4 text-expiring" aria-hidden />
        Emergency access until {shortTime(expiresAt)} (from <Mono>{address}</Mono>). Each read is marked.
      </span>
      <Button size="sm" onPress={() => setEnding(true)}>
        End now
      </Button>
      <ConfirmDialog
        open={ending}
        onOpenChange={setEnding}
        title="End your emergency access?"
        confirmLabel="End now"
        cancelLabel="Keep it open"
        onConfirm={confirm}
      >
        Pages that show customers close at this address at once. To open them again, somebody has to approve
        it again. Its review stays open either way.
      </ConfirmDialog>
    </section>
  );
}
