import "server-only";
import { randomBytes } from "node:crypto";
import { get } from "node:http";
import { networkContains, parseAddress } from "@/contracts/network";
import { clientFacts } from "../api/client-ip";

const forged = "192.0.2.66";
const caller = "198.51.100.7";

/** What one listening server of this process is asked. */
export interface ProbeTarget {
  host: string;
  port: number;
}

export interface ProbeConfiguration {
  trustedProxies: readonly string[];
  embedded: boolean;
}

export interface Probing {
  isProbe(url: string): boolean;
  /** The address as the code behind the edge sees it. */
  report(): { address: string | null };
  /** Throws where a forged header is believed or a trusted one is not (rule 9); afterwards there is no probe to ask. */
  run(targets: readonly ProbeTarget[], configuration: ProbeConfiguration): Promise<void>;
}

/** Makes the start-up probe: a path nobody can guess, which answers only while the probe runs. */
export function createProbing(): Probing {
  const path = `/api/probe-${randomBytes(24).toString("hex")}`;
  let open = false;
  return {
    isProbe: (url) => open && url === path,
    report: () => ({ address: clientFacts().address }),
    async run(targets, configuration) {
      open = true;
      try {
        for (const target of targets) await probeOne({ ...target, path }, configuration);
      } finally {
        open = false;
      }
    },
  };
}

async function probeOne(
  target: ProbeTarget & { path: string },
  configuration: ProbeConfiguration,
): Promise<void> {
  const { peer, seen } = await ask(target);
  const expected = expectedAddress(peer, configuration);
  if (seen === expected) return;
  throw new Error(
    `The start-up probe failed: a request from ${peer} with the header "X-Forwarded-For: ${forged}, ${caller}" came ` +
      `from ${seen ?? "no address"}, where ${expected ?? "no address"} is right. Check TRUSTED_PROXIES.`,
  );
}

/** Rule 7 for the probe's header, worked out apart from the code that it tests. */
function expectedAddress(peer: string, { trustedProxies, embedded }: ProbeConfiguration): string | null {
  const trusted = (address: string) => trustedProxies.some((network) => networkContains(network, address));
  if (trusted(peer)) return [caller, forged].find((address) => !trusted(address)) ?? null;
  const loopback = networkContains("127.0.0.0/8", peer) || peer === "::1";
  return loopback && !embedded ? null : peer;
}

function ask({ host, port, path }: ProbeTarget & { path: string }): Promise<{ peer: string; seen: unknown }> {
  return new Promise((resolve, reject) => {
    const headers = { Host: "localhost", "X-Forwarded-For": `${forged}, ${caller}` };
    const sent = get({ host, port, path, headers, agent: false, timeout: 5_000 }, async (answer) => {
      try {
        const peer = parseAddress(answer.socket.localAddress ?? "");
        let text = "";
        for await (const chunk of answer.setEncoding("utf8")) text += chunk;
        resolve({ peer: peer.ok ? peer.address : "", seen: JSON.parse(text).address });
      } catch (error) {
        reject(error);
      }
    });
    sent.on("timeout", () => sent.destroy(new Error("The start-up probe got no answer.")));
    sent.on("error", reject);
  });
}
