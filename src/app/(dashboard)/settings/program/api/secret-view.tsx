"use client";

import { Hourglass } from "lucide-react";
import { useEffect, useState } from "react";
import { Alert } from "@/components/alert";
import { CodeBlock } from "@/components/code-block";
import { CopyButton } from "@/components/copy-button";
import { Mono } from "@/components/mono";
import { usePanelFocus } from "@/components/panel-focus";
import { displayAgainMinutes } from "@/contracts/access-request";
import { secretPrefix } from "@/contracts/masked-secret";

interface SecretViewProps {
  secret: string;
  displayedAt: Date;
  networks: number;
  onCopied: () => void;
  /** Its time on the screen is over. */
  onGone: () => void;
}

/** The secret is the one thing on the page; it leaves the screen by itself. */
export function SecretView({ secret, displayedAt, networks, onCopied, onGone }: SecretViewProps) {
  const heading = usePanelFocus(secret);
  const left = useSecondsLeft(displayedAt, onGone);
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  return (
    <>
      <section aria-label="Your secret" className="grid gap-2">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h3 {...heading}>Your secret</h3>
          <span className="flex items-center gap-1.5 text-13 text-text-2">
            <Hourglass className="size-3.5 text-expiring" />
            Leaves the screen in <b className="font-semibold tabular-nums">{clock}</b>
          </span>
        </div>
        <div className="flex flex-wrap items-center gap-3 rounded-lg border border-accent-line bg-accent-soft py-2.5 pr-2.5 pl-4">
          <code className="min-w-0 flex-1 font-medium text-14 wrap-anywhere" data-testid="secret">
            <span className="text-accent-text">{secretPrefix}</span>
            {secret.slice(secretPrefix.length)}
          </code>
          <CopyButton text={secret} name="the secret" label="Copy" variant="primary" onCopied={onCopied} />
        </div>
        <p className="text-13 text-text-2">
          Put it in your secret store now. Countersign keeps only a fingerprint of it, so nobody, an
          administrator included, can look it up later.
        </p>
      </section>
      <CodeBlock label="Try it from an approved address" samples={samples} />
      <p className="text-12 text-text-3">
        Set <Mono>COUNTERSIGN_URL</Mono> to{" "}
        <span className="font-mono text-[0.925em] wrap-anywhere">{window.location.origin}</span> and{" "}
        <Mono>COUNTERSIGN_TOKEN</Mono> to the secret. In bash, <Mono>read -rs COUNTERSIGN_TOKEN</Mono> takes
        it without leaving it in the shell's history; an id stands on each customer's page.
      </p>
      <Alert tone="neutral" title="It works from now on">
        from the {networks === 1 ? "approved network" : `${networks} approved networks`}. “I have saved it”,
        or the first allowed read, makes the token live.
      </Alert>
    </>
  );
}

const samples = [
  {
    name: "curl",
    code: '# one customer, from an approved address\ncurl "$COUNTERSIGN_URL/api/v1/customers/cus_…" \\\n  -H "Authorization: Bearer $COUNTERSIGN_TOKEN"',
  },
  {
    name: "JavaScript",
    code: '// one customer, from an approved address\nconst { COUNTERSIGN_URL, COUNTERSIGN_TOKEN } = process.env;\nconst answer = await fetch(COUNTERSIGN_URL + "/api/v1/customers/" + id, {\n  headers: { Authorization: "Bearer " + COUNTERSIGN_TOKEN },\n});',
  },
  {
    name: "Python",
    code: '# one customer, from an approved address\nimport os, urllib.request\nrequest = urllib.request.Request(\n    f"{os.environ[\'COUNTERSIGN_URL\']}/api/v1/customers/{customer_id}",\n    headers={"Authorization": f"Bearer {os.environ[\'COUNTERSIGN_TOKEN\']}"},\n)\nanswer = urllib.request.urlopen(request).read()',
  },
];

function useSecondsLeft(from: Date, onGone: () => void): number {
  const end = from.getTime() + displayAgainMinutes * 60_000;
  const [left, setLeft] = useState(() => Math.max(0, Math.round((end - Date.now()) / 1000)));
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, Math.round((end - Date.now()) / 1000))), 1000);
    return () => clearInterval(timer);
  }, [end]);
  useEffect(() => {
    if (left === 0) onGone();
  }, [left, onGone]);
  return left;
}
