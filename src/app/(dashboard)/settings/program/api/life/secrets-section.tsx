"use client";

import { Hourglass } from "lucide-react";
import { Alert } from "@/components/alert";
import { exactTime } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { RelativeTime } from "@/components/relative-time";
import { StateChip } from "@/components/state-chip";
import { maskedSecret } from "@/contracts/masked-secret";
import { requestKindWords } from "@/contracts/request-kinds";
import type { TokenDetail } from "../token-steps";
import { countdown } from "./countdown";
import { useDatabaseNow } from "./use-database-now";

type Secret = TokenDetail["secrets"][number];

/** Every secret of the token, by its last four characters; while two work, the end of the old one counts down. */
export function SecretsSection({ detail }: { detail: TokenDetail }) {
  const { secrets, token } = detail;
  const now = useDatabaseNow(detail.now);
  if (secrets.length === 0) return null;
  const over = token.revokedAt !== null || token.state === "expired";
  const suspended = token.suspendedAt !== null;
  return (
    <section aria-label="Secrets" className="grid gap-2">
      <h3>Secrets</h3>
      {over ? null : <Overlap secrets={secrets} now={now} />}
      <ul className="divide-y divide-line rounded-lg border border-line">
        {secrets.map((secret) => (
          <SecretLine key={secret.id} secret={secret} over={over} suspended={suspended} now={now} />
        ))}
      </ul>
    </section>
  );
}

const works = (secret: Secret, now: number) => secret.endsAt === null || secret.endsAt.getTime() > now;

function Overlap({ secrets, now }: { secrets: readonly Secret[]; now: number }) {
  const [fresh, ...older] = secrets.filter((secret) => works(secret, now));
  const [next] = older
    .filter((secret) => secret.endsAt !== null)
    .sort((one, other) => Number(one.endsAt) - Number(other.endsAt));
  if (!fresh || !next?.endsAt) return null;
  return (
    <Alert
      tone="expiring"
      title={
        <span suppressHydrationWarning className="tabular-nums">
          The old secret …{next.lastFour} ends in {countdown(next.endsAt, now)}
        </span>
      }
    >
      {fresh.firstUsedAt
        ? `The new secret …${fresh.lastFour} is in use. Which callers still send the old one is not recorded.`
        : `No caller has used the new secret …${fresh.lastFour} yet: whoever calls still sends the old one.`}
    </Alert>
  );
}

interface SecretLineProps {
  secret: Secret;
  over: boolean;
  suspended: boolean;
  now: number;
}

function SecretLine({ secret, over, suspended, now }: SecretLineProps) {
  const lives = !over && works(secret, now);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-2 text-13">
      <span className="flex items-center gap-2">
        <Mono strong={lives} className={lives ? undefined : "text-text-3"}>
          {maskedSecret(secret.lastFour)}
        </Mono>
        {secretChip(secret, lives, suspended)}
      </span>
      <span className="flex flex-wrap gap-x-4 text-12 text-text-3">
        <span suppressHydrationWarning title={exactTime(secret.displayedAt)}>
          {requestKindWords[secret.kind]}, displayed <RelativeTime at={secret.displayedAt} />
        </span>
        <span>
          {secret.firstUsedAt ? (
            <>
              first used <RelativeTime at={secret.firstUsedAt} />
            </>
          ) : (
            "never used"
          )}
        </span>
        {secret.endsAt ? (
          <span className="inline-flex items-center gap-1" title={exactTime(secret.endsAt)}>
            {lives ? <Hourglass className="size-3" /> : null}
            {lives ? "ends" : "ended"} <RelativeTime at={secret.endsAt} />
          </span>
        ) : null}
      </span>
    </li>
  );
}

function secretChip(secret: Secret, lives: boolean, suspended: boolean) {
  if (!lives) return <StateChip state="ended">Ended</StateChip>;
  if (suspended) return <StateChip state="refused">Refused while suspended</StateChip>;
  return secret.endsAt ? (
    <StateChip state="expiring">Works until its end</StateChip>
  ) : (
    <StateChip state="live">Works</StateChip>
  );
}
