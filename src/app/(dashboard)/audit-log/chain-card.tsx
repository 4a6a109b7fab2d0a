"use client";

import { Download } from "lucide-react";
import { saveFile } from "@/app/save-file";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card, CardHead, CardSection } from "@/components/card";
import { KeyValue } from "@/components/key-value";
import { Mono } from "@/components/mono";
import { RelativeTime } from "@/components/relative-time";
import { Skeleton } from "@/components/skeleton";
import { StateChip } from "@/components/state-chip";
import { type RouterOutputs, trpc } from "@/trpc/client";

type Chain = RouterOutputs["audit"]["chain"];

/** Seconds that a record may wait for its seal before that is a fault. */
const late = 10;

/** How far the records are sealed, and what to keep elsewhere so that nobody alters them unnoticed. */
export function ChainCard() {
  const { data, error } = useChain();
  return (
    <Card label="Sealed records" id={place}>
      <CardHead
        title="Sealed records"
        beside={data ? <ChainChip chain={data} /> : null}
        actions={data && data.seq !== "0" ? <ChainActions checkpoint={data.checkpoint} /> : null}
      />
      <CardSection>
        {error ? <Alert tone="refused">{error.message}</Alert> : <ChainFacts chain={data} />}
      </CardSection>
    </Card>
  );
}

/** The chain's state at the head of the page, and the way down to what is known of it. */
export function ChainLink() {
  const { data } = useChain();
  return data ? (
    <a href={`#${place}`} aria-label="The sealed records">
      <ChainChip chain={data} />
    </a>
  ) : null;
}

const useChain = () => trpc.audit.chain.useQuery(undefined, { refetchInterval: 15_000 });
const place = "sealed-records";

function ChainChip({ chain }: { chain: Chain }) {
  if (chain.lagSeconds > late) return <StateChip state="refused">Sealing is behind</StateChip>;
  return chain.seq === "0" ? (
    <StateChip state="not-begun">Not begun</StateChip>
  ) : (
    <StateChip state="live">Sealed</StateChip>
  );
}

function ChainActions({ checkpoint }: { checkpoint: Chain["checkpoint"] }) {
  return (
    <>
      {checkpoint ? (
        <Button size="sm" icon={<Download />} onPress={() => save(checkpoint)}>
          Checkpoint
        </Button>
      ) : null}
      <Button size="sm" icon={<Download />} href="/api/audit/export" download>
        Export
      </Button>
    </>
  );
}

function save(checkpoint: NonNullable<Chain["checkpoint"]>) {
  saveFile(
    `countersign-checkpoint-${checkpoint.seq}.json`,
    `${JSON.stringify(checkpoint, null, 2)}\n`,
    "application/json",
  );
}

function ChainFacts({ chain }: { chain: Chain | undefined }) {
  if (!chain) return <Skeleton className="h-16 w-full" />;
  if (chain.seq === "0") {
    return (
      <p className="text-13 text-text-2">The first records are sealed within two seconds of being written.</p>
    );
  }
  return (
    <KeyValue
      items={[
        {
          name: "Newest seal",
          value: (
            <>
              <Mono copy={chain.hash} copyName="the newest seal's hash">{`${chain.hash.slice(0, 16)}…`}</Mono>
              {chain.sealedAt ? (
                <RelativeTime at={new Date(chain.sealedAt)} className="ml-2 text-text-2" />
              ) : null}
            </>
          ),
        },
        {
          name: "Records",
          value: `${Number(chain.records).toLocaleString("en")} sealed in ${Number(chain.seq).toLocaleString("en")} seals, ${chain.waiting} waiting`,
        },
        {
          name: "Checkpoint",
          value: chain.checkpoint ? (
            <>
              Over {Number(chain.checkpoint.records).toLocaleString("en")} records, signed{" "}
              <RelativeTime at={new Date(chain.checkpoint.signed_at)} />. Keep one elsewhere: what stands
              under it cannot be altered unnoticed.
            </>
          ) : (
            "The first one is signed within the hour."
          ),
        },
      ]}
    />
  );
}
