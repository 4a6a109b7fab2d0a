import { Check, Info, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Alert } from "./alert";
import { Card, CardFoot, CardHead, CardSection } from "./card";
import { CopyButton } from "./copy-button";
import { cx } from "./cx";
import { ExactTime } from "./exact-time";
import { KeyValue } from "./key-value";
import { Mono } from "./mono";
import { StateChip } from "./state-chip";

interface AddressRefusedProps {
  /** What is closed: "Developer API". */
  what: string;
  /** As the server sees it; null where it cannot be trusted. */
  address: string | null;
  /** "Sam Whitlock, Staff". */
  signedInAs: string;
  triedAt: number;
  requestId: string | null;
  checking: boolean;
  onCheck: () => void;
  /** Asks a Security Manager, or says what came of it. */
  ask: ReactNode;
  /** They may add it to a token themselves. */
  managesTokens: boolean;
  /** The way that does not wait for the usual approval. */
  emergency: ReactNode;
  /** How far the address has come: to be asked for, to be approved. */
  step: 1 | 2;
}

/** A page that opens from an Approved IP alone: what is closed, from where, and the way to open it; never which addresses are approved. */
export function AddressRefused(props: AddressRefusedProps) {
  const { what, address, checking, onCheck } = props;
  return (
    <div className="mx-auto grid w-full max-w-[720px] gap-5 px-4 py-6 desk:px-6 desk:py-10">
      <header className="grid justify-items-start gap-2">
        <StateChip state="refused">Address not approved</StateChip>
        <h1 className="text-24!">{what} is closed from here</h1>
        <p className="text-text-2">
          It opens only from an address that a Security Admin has approved. Yours is not one of them, or its
          approval has ended. Your role is fine.
        </p>
      </header>
      <SeenCard {...props} />
      {address === null ? (
        <Alert tone="expiring" title="Nothing can be approved until Countersign can tell your address.">
          It is reached through a proxy that it was not told to trust. Whoever runs the server names it in
          TRUSTED_PROXIES.
        </Alert>
      ) : (
        <>
          <WayCard {...props} address={address} />
          {props.emergency}
        </>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-13 text-text-2">
        <span className="flex items-start gap-1.5">
          <Info className="mt-[3px] size-3.5 flex-none" />
          On a VPN, or working from home? Your usual address may be approved already.
        </span>
        <button
          type="button"
          onClick={onCheck}
          disabled={checking}
          className="link inline-flex items-center gap-1.5"
        >
          <RotateCw className={checking ? "size-3.5 animate-spin" : "size-3.5"} />
          {checking ? "Checking" : "Check again"}
        </button>
      </div>
    </div>
  );
}

function SeenCard({ what, address, signedInAs, triedAt, requestId }: AddressRefusedProps) {
  return (
    <Card label="Your address">
      <CardSection className="flex flex-wrap items-center justify-between gap-4">
        <div className="grid gap-1">
          <span className="text-13 text-text-3">Countersign sees you at</span>
          <span className="font-medium font-mono text-[22px]/8 tracking-[-0.02em] wrap-anywhere desk:text-24">
            {address ?? "an address it cannot tell"}
          </span>
        </div>
        {address ? <CopyButton text={address} name="your address" label="Copy address" /> : null}
      </CardSection>
      <CardFoot>
        <KeyValue
          nameWidth={88}
          items={[
            { name: "Signed in as", value: <span className="text-text">{signedInAs}</span> },
            {
              name: "Tried",
              value: (
                <span className="text-text">
                  {what}, <ExactTime at={triedAt} within />
                </span>
              ),
            },
            requestId !== null && {
              name: "Recorded as",
              value: (
                <Mono className="text-text" copy={requestId} copyName="the request id">
                  {requestId}
                </Mono>
              ),
            },
          ]}
        />
      </CardFoot>
    </Card>
  );
}

function WayCard(props: AddressRefusedProps & { address: string }) {
  return (
    <Card label="How to get this address approved">
      <CardHead title="How to get this address approved" />
      <CardSection>
        <ol className="grid gap-4">
          <WayStep
            number={1}
            step={props.step}
            name={props.managesTokens ? "Add it to a token" : "Ask a Security Manager"}
          >
            <p>
              {props.managesTokens ? "You" : "They"} add <Mono>{props.address}</Mono> to a token under Tools
              &amp; Settings › Settings › Program Settings › API Settings.
            </p>
            <div className="mt-2 grid justify-items-start gap-2">
              {props.ask}
              <CopyButton text={messageOf(props)} name="the message" label="Copy a message" />
            </div>
          </WayStep>
          <WayStep number={2} step={props.step} name="A Security Admin approves it">
            <p>Someone other than the person who asked. The code for it goes to their mailbox alone.</p>
          </WayStep>
          <WayStep number={3} step={props.step} name="This page opens by itself">
            <p>You can leave it open. You will also get a notification.</p>
          </WayStep>
        </ol>
      </CardSection>
    </Card>
  );
}

interface WayStepProps {
  number: number;
  step: number;
  name: string;
  children: ReactNode;
}

function WayStep({ number, step, name, children }: WayStepProps) {
  const done = number < step;
  return (
    <li className="grid grid-cols-[24px_minmax(0,1fr)] gap-3">
      <span
        aria-hidden="true"
        className={cx(
          "grid size-6 place-items-center rounded-full font-semibold text-12",
          done
            ? "bg-live-soft text-live"
            : number === step
              ? "bg-accent text-text-on-accent"
              : "bg-surface-3 text-text-2",
        )}
      >
        {done ? <Check className="size-3.5" /> : number}
      </span>
      <div className="text-13 text-text-2">
        <p className="font-medium text-14 text-text">
          {name}
          {done ? <span className="sr-only">, done</span> : null}
        </p>
        {children}
      </div>
    </li>
  );
}

function messageOf({
  what,
  address,
  signedInAs,
  requestId,
}: AddressRefusedProps & { address: string }): string {
  return [
    `${what} of Countersign is closed to me at the address ${address}. Could you ask for it to be approved?`,
    "You add it to a token under Tools & Settings › Settings › Program Settings › API Settings; a Security Admin then approves it.",
    `${signedInAs}${requestId ? ` (the refusal is on record as ${requestId})` : ""}`,
  ].join("\n");
}
