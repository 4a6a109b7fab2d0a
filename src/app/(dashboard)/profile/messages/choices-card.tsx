"use client";

import { Card, CardHead, CardSection } from "@/components/card";
import { Checkbox } from "@/components/checkbox";
import { FieldMessage } from "@/components/field-message";
import { Mono } from "@/components/mono";
import { SkeletonText } from "@/components/skeleton";
import { notify } from "@/components/toast";
import type { OptionalMessageKind } from "@/contracts/message-kinds";
import { trpc } from "@/trpc/client";
import { optionalWords } from "./words";

/** The optional kinds, each on or off at once. */
export function ChoicesCard() {
  const { data, error } = trpc.messages.preferences.useQuery();
  const choose = useChoose();
  return (
    <Card label="Optional e-mails">
      <CardHead
        title="You may turn these off"
        note={
          data ? (
            <>
              They go to <Mono>{data.mailbox}</Mono>
            </>
          ) : undefined
        }
      />
      <CardSection className="grid gap-4">
        {error ? <FieldMessage>{error.message}</FieldMessage> : null}
        {data || error ? null : <SkeletonText lines={5} />}
        {data?.optional.map(({ kind, wanted }) => (
          <Checkbox
            key={kind}
            name={kind}
            checked={wanted}
            onChange={(next) => choose(kind, next)}
            detail={optionalWords[kind].detail}
          >
            {optionalWords[kind].label}
          </Checkbox>
        ))}
      </CardSection>
    </Card>
  );
}

/** Shown as chosen at once, and as it was where it could not be kept. */
function useChoose() {
  const utils = trpc.useUtils();
  const { mutate } = trpc.messages.choose.useMutation({
    onMutate: async ({ kind, wanted }) => {
      await utils.messages.preferences.cancel();
      utils.messages.preferences.setData(undefined, (data) =>
        data
          ? { ...data, optional: data.optional.map((one) => (one.kind === kind ? { kind, wanted } : one)) }
          : data,
      );
    },
    onSuccess: (_, { kind, wanted }) =>
      notify.done(`${optionalWords[kind].label}: ${wanted ? "on" : "off"} from now on.`),
    onError: (error) => notify.failed("Your choice was not kept.", { detail: error.message }),
    onSettled: () => utils.messages.preferences.invalidate(),
  });
  return (kind: OptionalMessageKind, wanted: boolean) => mutate({ kind, wanted });
}
