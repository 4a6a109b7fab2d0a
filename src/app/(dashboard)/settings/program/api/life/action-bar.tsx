"use client";

import { Ban, CalendarClock, Gauge, KeyRound, MapPinPlus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/button";
import { RevokeDialog } from "../revoke-dialog";
import type { TokenDetail } from "../token-steps";
import type { LiveAction } from "./live-actions";

const actions: ReadonlyArray<{ action: LiveAction; label: string; icon: ReactNode }> = [
  { action: "rotate", label: "Rotate secret", icon: <KeyRound /> },
  { action: "renew", label: "Renew", icon: <CalendarClock /> },
  { action: "networks", label: "Add addresses", icon: <MapPinPlus /> },
  { action: "limits", label: "Change limits", icon: <Gauge /> },
];

interface ActionBarProps {
  detail: TokenDetail;
  onDo: (action: LiveAction) => void;
}

/** What can be asked for the token, each a request; and its end, at once. While one is open, the others wait. */
export function ActionBar({ detail, onDo }: ActionBarProps) {
  const { token } = detail;
  const [revoking, setRevoking] = useState(false);
  const waits = token.openRequestId !== null;
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap gap-2">
        {actions.map(({ action, label, icon }) => (
          <Button
            key={action}
            icon={icon}
            disabled={waits}
            variant={action === "renew" && token.state === "expiring" && !waits ? "primary" : "secondary"}
            onPress={() => onDo(action)}
          >
            {label}
          </Button>
        ))}
        <Button icon={<Ban />} variant="danger" className="desk:ml-auto" onPress={() => setRevoking(true)}>
          Revoke token
        </Button>
      </div>
      {waits ? (
        <p className="text-12 text-text-3">
          One request at a time: the next can be asked for once the open one is decided or withdrawn.
        </p>
      ) : null}
      <RevokeDialog token={revoking ? token : null} onClose={() => setRevoking(false)} />
    </div>
  );
}
