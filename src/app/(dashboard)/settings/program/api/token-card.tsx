"use client";

import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card, CardHead, CardSection } from "@/components/card";
import { usePanelFocus } from "@/components/panel-focus";
import { Skeleton } from "@/components/skeleton";
import { Steps } from "@/components/steps";
import { Tag } from "@/components/tag";
import type { TokenState } from "@/contracts/access-request";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { useReadNotifications } from "../../../use-read-notifications";
import { DiscardButton } from "./discard-button";
import { DisplayPanel } from "./display-panel";
import { LiftForm } from "./forms/lift-form";
import { LimitsForm } from "./forms/limits-form";
import type { LiveFormProps } from "./forms/live-form";
import { NetworksForm } from "./forms/networks-form";
import { RenewForm } from "./forms/renew-form";
import { RotateForm } from "./forms/rotate-form";
import type { LiveAction } from "./life/live-actions";
import { TokenLife } from "./life/token-life";
import { SubmitForm } from "./submit-form";
import { TokenFacts } from "./token-facts";
import { TokenStateChip } from "./token-state-chip";
import { stepsOf, type TokenDetail } from "./token-steps";
import { WaitingPanel } from "./waiting-panel";

interface TokenCardProps extends Pick<LiveFormProps, "copied" | "ask"> {
  tokenId: string;
  onChoose: (tokenId: string | null) => void;
  /** What is being asked for the live token. */
  doing: LiveAction | null;
  onDo: (action: LiveAction | null) => void;
}

/** One token and what it wants next: addresses, patience, its secret displayed; or its life. Follows by itself. */
export function TokenCard(props: TokenCardProps) {
  const { tokenId, onChoose } = props;
  const { data, error } = trpc.securityTokens.get.useQuery(
    { tokenId },
    {
      refetchInterval: (query) => fallbackInterval(query) && usedInterval(query),
    },
  );
  const { data: settings } = trpc.securityTokens.settings.useQuery();
  useReadNotifications({ tokenId: data?.token.id });
  if (error) {
    return (
      <Alert
        tone="refused"
        title={error.message}
        action={<Button onPress={() => onChoose(null)}>Get another token</Button>}
      />
    );
  }
  if (!data || !settings) return <Skeleton className="h-96 rounded-xl" />;
  return <LoadedCard {...props} detail={data} settings={settings} />;
}

type LoadedProps = TokenCardProps & Pick<LiveFormProps, "detail" | "settings">;

function LoadedCard(props: LoadedProps) {
  const { detail, onChoose } = props;
  const { token } = detail;
  const heading = usePanelFocus(panelOf(props));
  return (
    <Card label={`Get Data Token ${token.reference}`}>
      <CardHead
        title="Get Data Token"
        heading={heading}
        beside={
          <>
            <Tag tone="accent" size="md">
              {token.reference}
            </Tag>
            <TokenStateChip state={token.state} />
            {token.state === "draft" ? null : (
              <span className="min-w-0 text-13 text-text-3 wrap-anywhere">{token.name ?? token.purpose}</span>
            )}
          </>
        }
        actions={<HeadActions detail={detail} onChoose={onChoose} />}
      />
      <CardSection>
        <Steps label="The life of the token" {...stepsOf(token, detail.secrets)} />
      </CardSection>
      <Panel {...props} />
    </Card>
  );
}

/** Use is told by nothing, since a read writes too often for that: a token that stands is asked about. */
function usedInterval(query: Parameters<typeof fallbackInterval>[0] & { state: { data?: TokenDetail } }) {
  const detail = query.state.data;
  if (!detail?.allowance || ended.includes(detail.token.state)) return fallbackInterval(query);
  return detail.token.state === "displayed" ? 5_000 : 10_000;
}

const submittable: readonly TokenState[] = ["draft", "rejected"];
const ended: readonly TokenState[] = ["revoked", "expired"];

function HeadActions({ detail, onChoose }: { detail: TokenDetail } & Pick<TokenCardProps, "onChoose">) {
  const { token, mine, lastRequest } = detail;
  return (
    <>
      {lastRequest && (token.state === "pending" || token.state === "rejected") ? (
        <Button variant="quiet" href={`/requests/${lastRequest.id}`}>
          See the signed request
        </Button>
      ) : null}
      {mine && submittable.includes(token.state) ? (
        <DiscardButton tokenId={token.id} reference={token.reference} onDone={() => onChoose(null)} />
      ) : (
        <Button icon={<Plus />} onPress={() => onChoose(null)}>
          Get another token
        </Button>
      )}
    </>
  );
}

const forms: Record<LiveAction, (props: LiveFormProps) => ReactNode> = {
  rotate: RotateForm,
  renew: RenewForm,
  networks: NetworksForm,
  limits: LimitsForm,
  lift: LiftForm,
};

/** Names what stands under the heading. */
const panelOf = ({ detail: { token, grant }, doing }: LoadedProps) =>
  [token.approvedAt ? "life" : token.state, grant?.display, doing].join();

function Panel(props: LoadedProps) {
  const { detail, settings, copied, ask, doing, onDo } = props;
  const { token, mine, grant } = detail;
  const form = { detail, settings, copied, ask, onDone: () => onDo(null) };
  if (mine && submittable.includes(token.state)) return <SubmitForm {...form} />;
  if (token.state === "pending") return <WaitingPanel detail={detail} />;
  if (!token.approvedAt) return <TokenFacts detail={detail} />;
  const displaying = grant?.mine && ["waiting", "again", "unsaved"].includes(grant.display);
  const Form = doing && !token.openRequestId && !ended.includes(token.state) ? forms[doing] : null;
  return (
    <>
      {displaying ? <DisplayPanel detail={detail} grant={grant} onDo={onDo} /> : null}
      {Form ? <Form key={copied?.id ?? ask?.id} {...form} /> : null}
      {Form || (displaying && grant.kind === "new_token") ? null : <TokenLife detail={detail} onDo={onDo} />}
    </>
  );
}
