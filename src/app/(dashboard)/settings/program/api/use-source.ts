import type { TokenRequestKind } from "@/contracts/request-kinds";
import { trpc } from "@/trpc/client";
import type { CopiedRequest, LiveFormProps } from "./forms/live-form";
import type { LiveAction } from "./life/live-actions";

interface Source {
  copied: CopiedRequest | null;
  ask: LiveFormProps["ask"];
  /** The live token and the form that the copied request was for; a new token's copy starts another. */
  tokenId: string | null;
  action: LiveAction | null;
  pending: boolean;
  error: string | null;
}

const forms: Record<TokenRequestKind, LiveAction | null> = {
  new_token: null,
  rotation: "rotate",
  renewal: "renew",
  networks: "networks",
  limits: "limits",
  lift_suspension: "lift",
};

/** What a form is filled in from: a closed request, or the wish of a member of staff. Read once, since forms start from it. */
export function useSource(copyId: string | null, askId: string | null): Source {
  const once = { staleTime: Number.POSITIVE_INFINITY, retry: false };
  const copy = trpc.accessRequests.get.useQuery(
    { requestId: copyId ?? "" },
    { ...once, enabled: copyId !== null },
  );
  const ask = trpc.addressAsks.get.useQuery({ askId: askId ?? "" }, { ...once, enabled: askId !== null });
  const copied = copyId === null ? null : copiedFrom(copy.data);
  const action = copied && forms[copied.token.kind];
  const notToken =
    copyId !== null && copy.data && !copied ? "This request is not for a token. Open it to see it." : null;
  return {
    copied,
    ask: askId === null ? null : (ask.data ?? null),
    tokenId: action && copied ? copied.token.id : null,
    action,
    pending: (copyId !== null && copy.isLoading) || (askId !== null && ask.isLoading),
    error: copy.error?.message ?? ask.error?.message ?? notToken,
  };
}

function copiedFrom(
  request:
    | (Pick<CopiedRequest, "id" | "reason" | "purpose" | "networks"> & {
        token: CopiedRequest["token"] | null;
      })
    | undefined,
): CopiedRequest | null {
  if (!request?.token) return null;
  const { id, reason, purpose, networks, token } = request;
  return { id, reason, purpose, networks, token };
}
