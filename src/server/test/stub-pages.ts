import { setTimeout as sleep } from "node:timers/promises";
import { clientFacts } from "../api/client-ip";
import type { Pages } from "../http/pages";

/** Stands where Next would, so that a process test needs no build: answers who asked, slowly where asked to. */
export async function startPages(): Promise<Pages> {
  return {
    mount: async (req, res) => {
      if (req.url === "/slow") await sleep(1_500);
      res.end(JSON.stringify(clientFacts()));
    },
    upgrade: undefined,
    close: async () => {},
  };
}
