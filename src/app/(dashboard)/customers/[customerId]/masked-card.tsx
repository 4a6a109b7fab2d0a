import { Eye, EyeOff } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/button";
import { Card, CardFoot, CardHead, CardSection } from "@/components/card";
import { FieldMessage } from "@/components/field-message";

interface MaskedCardProps {
  title: string;
  shown: boolean;
  pending: boolean;
  failure: string | null;
  /** The person's roles include it, and there is something to show. */
  revealable: boolean;
  mayReveal: boolean;
  onReveal: () => void;
  onHide: () => void;
  children: ReactNode;
}

/** A group of fields that is masked until asked for, and says that asking is on record. */
export function MaskedCard(props: MaskedCardProps) {
  const { title, shown, pending, failure, revealable, mayReveal, onReveal, onHide, children } = props;
  const action = shown ? (
    <Button size="sm" icon={<EyeOff />} onPress={onHide} aria-label={`Hide ${title.toLowerCase()}`}>
      Hide
    </Button>
  ) : (
    <Button
      size="sm"
      icon={<Eye />}
      pending={pending}
      onPress={onReveal}
      aria-label={`Reveal ${title.toLowerCase()}`}
    >
      Reveal
    </Button>
  );
  return (
    <Card label={title}>
      <CardHead title={title} actions={mayReveal && revealable ? action : null} />
      <CardSection>{children}</CardSection>
      <CardFoot>
        {failure ? <FieldMessage live>{failure}</FieldMessage> : noteOf({ shown, revealable, mayReveal })}
      </CardFoot>
    </Card>
  );
}

function noteOf({
  shown,
  revealable,
  mayReveal,
}: Pick<MaskedCardProps, "shown" | "revealable" | "mayReveal">) {
  if (shown)
    return "Shown to you and recorded: who, when, which fields, from which address; never the values.";
  if (!revealable) return "Nothing of this is on file.";
  if (mayReveal) return "Revealing is recorded: who, when, which fields, from which address.";
  return "Your roles do not include revealing these. An Administrator gives the permission under Users & Roles.";
}
