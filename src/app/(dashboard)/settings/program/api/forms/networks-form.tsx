"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo } from "react";
import { useWatch } from "react-hook-form";
import { z } from "zod";
import { type AddressEntry, entriesOf, textsOf } from "@/components/address-entries";
import { Alert } from "@/components/alert";
import { describeSize } from "@/contracts/network";
import { type NetworkReader, networkReader } from "@/contracts/network-list";
import { trpc } from "@/trpc/client";
import { isoDay } from "../expiry";
import { plainNetwork } from "../plain-network";
import type { TokenDetail } from "../token-steps";
import { askedReason } from "./asked-words";
import { FaultCount } from "./fault-count";
import { draftName, type LiveFormProps } from "./live-form";
import { LiveFormFrame } from "./live-form-frame";
import { liveSigned } from "./live-signed";
import { networksCheck, networksFault, networksToSend } from "./network-values";
import { NetworksField } from "./networks-field";
import { ReasonField } from "./reason-field";
import { useAsk } from "./use-ask";
import { useKeptForm } from "./use-kept-form";

interface Values {
  networks: AddressEntry[];
  reason: string;
}

const check = (read: NetworkReader, tokenDay: string) =>
  z.object({ networks: networksCheck, reason: askedReason }).superRefine(({ networks }, issues) => {
    const message = networksFault(networks, read, tokenDay);
    if (message) issues.addIssue({ code: "custom", path: ["networks"], message });
  });

function startValues({ copied, ask }: LiveFormProps): Values {
  if (ask) {
    const { name } = ask.askedBy;
    return {
      networks: entriesOf([{ text: ask.address, label: name, expiresOn: null }]),
      reason: ask.note ? `${name} asked for this address: ${ask.note}` : "",
    };
  }
  const networks = copied?.networks.map(({ network, label, expiresAt }) => ({
    text: plainNetwork(network),
    label,
    expiresOn: expiresAt && isoDay(expiresAt),
  }));
  return { networks: entriesOf(networks ?? []), reason: copied?.reason ?? "" };
}

const isLive = ({ state }: TokenDetail["networks"][number]) => state === "live" || state === "expiring";

/** What this token's callers may come from already. */
function useReader({ detail, settings }: LiveFormProps): NetworkReader {
  const approved = detail.networks.filter(isLive).map(({ network }) => network);
  const key = approved.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page reads its token anew all the time; what counts is the text
  return useMemo(() => networkReader(settings, approved), [settings, key]);
}

/** Add addresses: further networks for a live token; nothing of its secret changes. */
export function NetworksForm(props: LiveFormProps) {
  const { detail, settings, copied, ask: wish, onDone } = props;
  const { token } = detail;
  const addNetworks = trpc.securityTokens.addNetworks.useMutation();
  const ask = useAsk(token.reference);
  const read = useReader(props);
  const tokenDay = isoDay(token.expiresAt);
  const form = useKeptForm<Values>({
    name: draftName("networks", props),
    start: startValues(props),
    resolver: zodResolver(check(read, tokenDay)),
  });
  const { control } = form;
  const list = read(textsOf((useWatch({ control }) as Values).networks));
  const send = form.handleSubmit(async (values) => {
    const input = {
      tokenId: token.id,
      networks: networksToSend(values.networks, read, token.expiresAt),
      reason: values.reason,
      copiedFrom: copied?.id,
      askId: wish?.id,
    };
    if (!(await ask("More addresses for", () => addNetworks.mutateAsync(input)))) return;
    form.forget();
    onDone();
  });
  const { networks } = list;
  const size = networks.reduce((sum, network) => sum + network.size, 0n);
  const added =
    networks.length === 0 ? "None yet" : `${networks.length} added, covering ${describeSize(size)}`;
  return (
    <LiveFormFrame
      kind="networks"
      lead="Asks for further addresses. The secret stays as it is, and works from them as soon as a Security Admin has approved them. None outlives its token."
      signed={liveSigned("networks", detail, { networks: added }, settings.defaults.requestDays)}
      settings={settings}
      form={form}
      onSubmit={send}
      onDone={onDone}
      error={addNetworks.error?.message}
      summary={<FaultCount list={list} />}
    >
      {wish ? (
        <Alert tone="neutral" title={`${wish.askedBy.name} asks for ${wish.address}`}>
          {wish.note ? `“${wish.note}” ` : ""}They are told once it is decided.
        </Alert>
      ) : null}
      <NetworksField
        control={control}
        name="networks"
        read={read}
        settings={settings}
        tokenDay={tokenDay}
        label="Addresses to add"
      />
      <ReasonField control={control} name="reason" />
    </LiveFormFrame>
  );
}
