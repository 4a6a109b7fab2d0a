import { Ban, CalendarClock, FileText, Gauge, KeyRound, MapPinPlus, RotateCw } from "lucide-react";
import { ActionMenu, type MenuAction } from "@/components/action-menu";
import { Button } from "@/components/button";
import type { LiveAction } from "../life/live-actions";
import type { TokenRow } from "./token-row";

export type Choose = (tokenId: string, action?: LiveAction) => void;

const likely: Partial<Record<TokenRow["state"], string>> = {
  draft: "Continue",
  pending: "See",
  approved: "See",
  displayed: "See",
  rejected: "See why",
  suspended: "See why",
};

interface TokenActionsProps {
  row: TokenRow;
  onChoose: Choose;
  onRevoke: (row: TokenRow) => void;
}

/** The one likely action as a button, the others under ⋯. */
export function TokenActions({ row, onChoose, onRevoke }: TokenActionsProps) {
  const stands = row.approvedAt !== null && row.revokedAt === null && row.state !== "expired";
  const askable = stands && row.openRequestId === null;
  const word = likely[row.state];
  const renews = row.state === "expiring" && askable;
  const asks: MenuAction[] = [
    { key: "rotate", label: "Rotate secret", icon: <KeyRound />, onAction: () => onChoose(row.id, "rotate") },
    { key: "renew", label: "Renew", icon: <CalendarClock />, onAction: () => onChoose(row.id, "renew") },
    {
      key: "networks",
      label: "Add addresses",
      icon: <MapPinPlus />,
      onAction: () => onChoose(row.id, "networks"),
    },
    { key: "limits", label: "Change limits", icon: <Gauge />, onAction: () => onChoose(row.id, "limits") },
    ...(row.suspendedAt
      ? [
          {
            key: "lift",
            label: "Ask to lift the suspension",
            icon: <RotateCw />,
            onAction: () => onChoose(row.id, "lift"),
          },
        ]
      : []),
  ];
  return (
    <span className="inline-flex items-center gap-1">
      {word || renews ? (
        <Button
          size="sm"
          onPress={() => onChoose(row.id, renews ? "renew" : undefined)}
          aria-label={`${renews ? "Renew" : word} ${row.reference}`}
        >
          {renews ? "Renew" : word}
        </Button>
      ) : null}
      <ActionMenu
        label={`Actions of ${row.reference}`}
        actions={[
          { key: "see", label: "See details", icon: <FileText />, onAction: () => onChoose(row.id) },
          ...(askable ? asks : []),
          ...(stands
            ? [
                {
                  key: "revoke",
                  label: "Revoke token",
                  icon: <Ban />,
                  danger: true,
                  onAction: () => onRevoke(row),
                },
              ]
            : []),
        ]}
      />
    </span>
  );
}
