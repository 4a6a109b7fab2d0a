import type { RouterOutputs } from "@/trpc/client";
import type { TokenDetail } from "../token-steps";

type Asked = RouterOutputs["accessRequests"]["get"];

/** The closed request that a form is filled in from. */
export interface CopiedRequest {
  id: string;
  reason: string;
  purpose: string;
  networks: Asked["networks"];
  token: NonNullable<Asked["token"]>;
}

/** What asks of a live token start from. */
export interface LiveFormProps {
  detail: TokenDetail;
  settings: RouterOutputs["securityTokens"]["settings"];
  copied: CopiedRequest | null;
  /** The wish of a member of staff that it answers. */
  ask: RouterOutputs["addressAsks"]["get"] | null;
  /** Sent, or given up. */
  onDone: () => void;
}

/** A name for what is kept of an unsent form: another token's, or one copied from elsewhere, is another form. */
export const draftName = (
  kind: string,
  { detail, copied, ask }: Omit<LiveFormProps, "settings" | "onDone">,
) => [kind, detail.token.id, copied?.id ?? ask?.id ?? ""].join(":");
